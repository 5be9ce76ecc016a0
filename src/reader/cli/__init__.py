"""The command line: what each command takes, and what it prints.

The road in, and all that understands a release, is loaded by the commands that walk it: `list` answers at once.
"""

from reader.cli.arguments import command_help
from reader.cli.running import main

__all__ = ["command_help", "main"]
