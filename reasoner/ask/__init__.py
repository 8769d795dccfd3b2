"""Which clauses apply to a kind of institution, without an application; and what the texts say of other questions.

Comes in: a question, by fields or in words, and the figures that a ledger holds.
Goes out: answers with clauses word for word, what each reads, what touches the case, what the applicant hands in.
May import it: render, the driver.
"""
