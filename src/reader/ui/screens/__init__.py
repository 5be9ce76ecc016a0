"""What can be on the screen as a whole."""
