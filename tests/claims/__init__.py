"""Checks of what is stored: outputs, figures, text."""
