"""What the window in a browser asks of the rule base: cases, texts, forms, the bureau's own values, what waits.

Comes in: plain data that a form or a stored case holds.
Goes out: typed data of the rooms below, and bytes of files.
May import it: the office.
"""
