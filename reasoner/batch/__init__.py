"""Many applications judged together: those that exclude each other, and how far apart institutions lie.

Comes in: applications with their verdicts, positions.
Goes out: groups that cannot all be granted.
May import it: the driver and renderers.
"""
