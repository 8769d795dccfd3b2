"""The only modules that know every stage: each answers the questions of one kind of command.

Comes in: paths and options.
Goes out: results of the rooms below.
May import it: the command line.
"""
