"""A register judged by the rules in use and by others: who would be judged differently.

Comes in: a register as `batch` reads it, and what is supposed: a number of a clause, a draft, a reading, a day.
Goes out: counts, and the applications that come out otherwise, each explained by the interpreter.
May import it: the command line.
"""
