"""Official texts: received, masked, laid out, cut into clauses.

Comes in: a received text and its meta.toml.
Goes out: an official text with its lines, headings and addresses.
May import it: the compiler.
"""
