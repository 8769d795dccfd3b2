"""Other engines that read the same representation: each must agree with the interpreter, which alone proves.

Comes in: norms of the representation.
Goes out: formulas and answers of solvers.
May import it: comparison and checks of rules.
"""
