"""How two rule sets differ in effect: for each matter and kind of institution a relation, and witnesses for it.

`comparison` puts it together from what `analysis` makes: `coverage` says where a side has no rules, `relation` how the sides
relate, and `witness_check` judges a witness again. `text_diff` and `threshold_change`
say what differs between the texts of two versions, `reading_sensitivity` what turns on a reading.

Comes in: two rule sets.
Goes out: for each matter and kind of institution a relation with its witnesses.
May import it: the driver.
"""
