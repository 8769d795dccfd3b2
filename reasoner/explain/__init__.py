"""From proofs to words: a verdict as structured sentences, which every renderer lays out and none rewrites."""

from reasoner.explain.explanation import Background, Citation, Explanation, Point, explain, source_of
from reasoner.explain.findings import finding
from reasoner.explain.meaning import label_of_rule
from reasoner.explain.missing import Asked, Group

__all__ = [
    "Asked",
    "Background",
    "Citation",
    "Explanation",
    "Group",
    "Point",
    "explain",
    "finding",
    "label_of_rule",
    "source_of",
]
