"""Pages of Markdown: the corpus on paper.

Comes in: a rule base.
Goes out: Markdown, a page for each document.
May import it: the driver.
"""
