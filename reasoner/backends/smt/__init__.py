"""Rule sets as formulas: what the interpreter decides case by case, here said of all cases at once.

`terms` is a small language of formulas (booleans and linear integer arithmetic); `facts` gives each fact its variables
and bounds; `conditions` mirrors the interpreter; `places` gathers counties that the rules cannot tell apart; `side` joins
rules to outcomes; `linked` lets one application stand before two sides; `solver` asks z3, which only `z3_solver`
imports, the script that `smt_lib` prints; `interrupt` keeps Ctrl-C out of it.

Comes in: norms, and what is asked of them.
Goes out: models that an application can be read from, or proof that there is none.
May import it: comparison and checks of rules.
"""
