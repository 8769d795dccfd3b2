"""From proofs to words: a verdict as structured sentences, which every renderer lays out and none rewrites.

Comes in: a verdict.
Goes out: structured sentences.
May import it: renderers, letters and the driver.
"""

from reasoner.explain.assembly import InShort, explain, explain_in_short, facility_fact, warnings_on
from reasoner.explain.explanation import Background, Explanation, Head, Point, PointRole, source_of
from reasoner.explain.missing_sentences import Group, MissingItem
from reasoner.explain.outcome_text import label_of_rule
from reasoner.explain.rule_sentences import finding

__all__ = [
    "Background",
    "Explanation",
    "Group",
    "Head",
    "InShort",
    "MissingItem",
    "Point",
    "PointRole",
    "explain",
    "explain_in_short",
    "facility_fact",
    "finding",
    "label_of_rule",
    "source_of",
    "warnings_on",
]
