"""The parts of the screen: each paints and reports."""
