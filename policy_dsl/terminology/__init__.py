"""From the ontology in Turtle to the terms and regions that run time reads.

Comes in: Turtle texts.
Goes out: the vocabulary as data.
May import it: the compiler.
"""
