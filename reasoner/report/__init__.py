"""Topics on a page of HTML.

Comes in: matrices of topics.
Goes out: HTML.
May import it: the driver and comparisons.
"""
