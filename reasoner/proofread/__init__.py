"""Reads the official texts as an editor would: sums, terms, lists, names, repetitions and marks.

The rule base and recorded explanations come in, findings go out. `report` and the driver read them.

Comes in: the official texts of a rule base.
Goes out: findings: sums, terms, lists, names, repetitions, marks.
May import it: the driver.
"""
