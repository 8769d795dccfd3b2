"""The language of rules: grammar, syntax tree, messages for syntax errors, canonical layout.

Comes in: the text of a rule file.
Goes out: a syntax tree, or diagnostics with a caret.
May import it: the compiler and the driver.
"""
