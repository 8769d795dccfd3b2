"""The rule language: official texts, rules beside them, the ontology, and the compiler that makes them one rule base.

Comes in: texts, rules, readings and the ontology as files.
Goes out: the compiled rule base (`compiled`), the representation (`ir`), the vocabulary, diagnostics.
May import it: everybody; it imports nothing of the reasoner.
"""
