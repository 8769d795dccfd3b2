"""The one floor that knows layouts: view models become what people open.

Comes in: view models.
Goes out: text and files of each form, a package for each.
May import it: every room that shows something.
"""
