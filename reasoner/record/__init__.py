"""What was judged and decided, kept so that it can be shown later: an append-only log, heads, audits, replays, packages.

Comes in: verdicts with their applications, decisions, and where they are kept.
Goes out: entries, heads, proofs, and what is wrong with a record.
May import it: the driver, and whoever gives the protocol of the store another place.
"""
