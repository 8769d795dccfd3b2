"""The language of rules: grammar, syntax tree, messages for syntax errors, canonical layout."""
