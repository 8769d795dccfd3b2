"""Received files of any form, read as text of which every character is accounted for.

Comes in: the bytes of a Word file, PDF, web page or text.
Goes out: its lines with their places, what was left out and counted, and how a second reading differs.
May import it: `drafting`.
"""
