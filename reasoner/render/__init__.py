"""The one floor that knows layouts: what has been worked out becomes what people read and open.

Comes in: explanations, survey results, matrices of topics; view models of pages and workbooks.
Goes out: text and files of each form, a package for each.
May import it: every room that shows something.
"""
