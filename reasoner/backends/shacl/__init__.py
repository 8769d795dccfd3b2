"""The rules as SHACL shapes (SHACL 1.0 with SPARQL) for other people's validators: which applications a clause bars, and which
it might.

Comes in: documents of a rule base and the vocabulary.
Goes out: Turtle, and what is not exported and why.
May import it: exports of the driver.
"""
