"""Text against rule: quotations, words in both directions, registered readings and what their alternatives make.

Comes in: a parsed rule file and the official text.
Goes out: the words each rule rests on, and every word that no rule takes up.
May import it: the compiler.
"""
