"""Reads the official texts as an editor would: sums, terms, lists, names, repetitions and marks.

The rule base and recorded explanations come in, findings go out. `report` and the driver read them.
"""
