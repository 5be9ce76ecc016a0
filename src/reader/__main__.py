"""`python -m reader`: the same as the command `reader`."""

from __future__ import annotations

import sys

from reader.cli import main


def run() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
