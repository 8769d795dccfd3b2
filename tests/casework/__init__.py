"""The order of an office's work as pure data."""
