"""The order of an office's work, as pure data: who may do what, which step follows which, until when, within which plan.

Comes in: what is kept of a case, the tables of the bureau, a moment.
Goes out: steps that are open, days, and what is wrong with a step that somebody wants to take.
May import it: the driver and the office. It knows neither Django nor how anything is kept.
"""
