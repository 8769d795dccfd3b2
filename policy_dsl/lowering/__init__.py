"""From the syntax tree to the typed representation.

Comes in: syntax trees and the vocabulary.
Goes out: norms and statements.
May import it: the compiler.
"""
