"""The error codes of each part: title, meaning, what to do; `registry` brings them together.

Comes in: nothing.
Goes out: the codes, and docs/errors.md.
May import it: the parts that check their own codes, and tests.
"""
