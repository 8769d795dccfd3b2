"""The command line: arguments in, text or JSON out.

Comes in: arguments.
Goes out: text, JSON, exit status.
May import it: nobody.
"""
