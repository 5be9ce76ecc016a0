"""The screen: the one place where Textual is."""
