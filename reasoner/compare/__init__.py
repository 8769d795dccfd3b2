"""How two rule sets differ in effect: for each matter and kind of institution a relation, and witnesses for it.

`ordinary` says what is usual of a fact; `sides` what is compared; `cases` joins a matter, a kind of institution and two
sides into formulas; `silence` says where a side has no rules; `relation` asks how the sides relate; `witness` turns a model
into an application a person would know; `replay` judges it again by the interpreter; `effect` puts all this together as a
`result`, with the `documents` of both sides. `turned` reads words the other way; `day` chooses the day; `amended`,
`clause_pairs` and `shifted` say what differs between the texts of two versions, as an `amendment`. `kinds` has the codes,
`label` a relation in words, `application_form` an application as people fill it in.
"""
