"""Letters as PDF, set by typst.

Comes in: a letter and the Chinese font to set it in.
Goes out: a PDF file with its fonts embedded.
May import it: rooms that write PDF.
"""
