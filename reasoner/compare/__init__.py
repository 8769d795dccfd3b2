"""How two rule sets differ in effect: for each matter and kind of institution a relation, and witnesses for it.

`ordinary` says what is usual of a fact; `sides` what is compared; `cases` joins a matter, a kind of institution and two
sides into formulas; `relation` asks how the sides relate; `witness` turns a model into an application a person would
know; `replay` judges it again by the interpreter; `effect` puts all this together.
"""
