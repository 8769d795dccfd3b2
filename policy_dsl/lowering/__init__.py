"""From the syntax tree to the typed representation, and back into plain Chinese."""
