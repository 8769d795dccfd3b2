"""What can be wrong with a set of rules, whatever the application: asked of the solver, shown by the interpreter.

`rule_sets` says which rules are looked at together, and on which day; `rule_cases` joins a matter and a kind of institution
into formulas, `satisfiability` puts questions to them, `session` gathers those of one rule set. `redundant`, `shadowed`,
`unreachable`, `conflicts` and `gaps` are the checks that ask it, `expired` is one that need not; `reasons` says why a rule is
idle, `example` turns a model into an application and has it judged, `finding_text` puts rules into words, `lint_finding` is
what a check yields. `baseline` keeps what people decided about findings; `check_run` does all this and `lint_output` makes it
plain.

Comes in: a rule base.
Goes out: findings about the rules themselves, each with an example.
May import it: the driver.
"""
