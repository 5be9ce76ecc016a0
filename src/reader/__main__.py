"""`python -m reader`: the same as the command `reader`."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    # What a start loads stays: looking through it for garbage takes a fifth of the time to the first frame.
    gc.disable()
    from reader.cli import main

    gc.freeze()  # nor is it looked through later, or at the end
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
