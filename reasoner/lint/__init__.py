"""What can be wrong with a set of rules, whatever the application: asked of the solver, shown by the interpreter.

`sets` says which rules are looked at together, and on which day; `cases` joins a matter and a kind of institution into
formulas, `satisfiability` puts questions to them, `look` gathers those of one rule set. `repeats`, `masked`, `useless`, `clashes` and
`gaps` are the checks that ask it, `lapsed` is one that need not; `reasons` says why a rule is idle, `show` turns a model
into an application and has it judged, `finding_text` puts rules into words, `finding` is what a check yields. `acknowledged`
keeps what people decided about findings; `run` does all this, `data` makes a `result` of it, and `report` lays that out.
"""
