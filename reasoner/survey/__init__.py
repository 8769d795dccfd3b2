"""Questions to the texts as a whole: documents, clauses, figures, indicators, duties, references, reviews.

The rule base comes in, typed answers go out: their JSON is what the commands write. `topics`, `proofread`, `report` and
the driver read them.

Comes in: a rule base.
Goes out: lists: documents, clauses, figures, indicators, duties, references, reviews.
May import it: topics, reports and the driver.
"""
