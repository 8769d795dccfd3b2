"""The proof checker: derives a verdict again, and shares no code with the interpreter."""
