"""Layouts of explanations for people: notes in a terminal, lists of clauses and documents.

Comes in: explanations and survey results.
Goes out: text.
May import it: the driver.
"""
