"""Questions to the solver about all applications at once, and the witnesses that answer them.

`rule_set` says whose rules are asked about, `solver_cases` joins a matter and a kind of institution into formulas,
`typical_facts` says what is usual, `fewest_unusual` finds the plainest model, `witness` turns it into an application.

Comes in: rule sets, and formulas of a case.
Goes out: applications that a person would know, on which the formulas hold.
May import it: compare, lint and the driver.
"""
