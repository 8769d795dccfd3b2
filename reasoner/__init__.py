"""From typed rules and facts to verdicts that carry their clauses and reasons."""

ENGINE = "tiaoli 0.1.0"
"""Name and version of the engine, as receipts carry it."""
