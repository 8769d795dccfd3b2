"""From typed rules and facts to verdicts that carry their clauses and reasons.

Comes in: a compiled rule base, files of applications.
Goes out: verdicts, letters, workbooks, comparisons.
May import it: the command line alone stands outside.
"""

ENGINE = "tiaoli 0.1.0"
"""Name and version of the engine, as receipts carry it."""
