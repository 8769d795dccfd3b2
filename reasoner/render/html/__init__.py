"""Pages: templates (Jinja, everything escaped) and style sheets. A page needs nothing else: no script runs on it, and no font or
picture is fetched from anywhere. `pages` has a function for each kind of page; the models beside it say what one shows.

Comes in: models of pages.
Goes out: HTML.
May import it: compare, letters, report.
"""
