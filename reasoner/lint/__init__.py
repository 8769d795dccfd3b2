"""What can be wrong with a set of rules, whatever the application: asked of the solver, shown by the interpreter.

`sets` says which rules are looked at together, and on which day; `cases` joins a matter and a kind of institution into
formulas, `asked` puts questions to them, `look` gathers those of one rule set. `repeats`, `masked`, `useless`, `clashes` and
`gaps` are the checks that ask it, `lapsed` is one that need not; `reasons` says why a rule is idle, `show` turns a model into an application and has it judged, `said`
puts rules into words, `finding` is what a check yields. `acknowledged` keeps what people decided about findings; `run` does
all this and `data` makes it plain.

Comes in: a rule base.
Goes out: findings about the rules themselves, each with an example.
May import it: the driver.
"""
