"""From an application and the rules in force to a verdict with its proof.

Comes in: an application and a rule base.
Goes out: a verdict.
May import it: everything above it but the proof checker.
"""
