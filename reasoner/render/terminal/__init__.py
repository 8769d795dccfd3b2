"""Text for a terminal: notes on applications, lists, findings and comparisons by topic, on one layout.

Comes in: explanations, survey results, matrices of topics.
Goes out: text.
May import it: the driver; of its layout: every room that writes text.
"""
