"""reader: a keyboard-driven terminal reader for press releases."""

__version__ = "0.1.0"
