"""Finding one's way in a matrix of topics."""

from __future__ import annotations

from reasoner.topics.entries import Cell, RuleEntry
from reasoner.topics.matrix import TopicMatrix
from reasoner.topics.region_differences import Difference, ValueDifference, WordDifference
from reasoner.topics.topic_blocks import Block, blocks

REGIONS = ("青岛市", "河南省", "滨州市", "泉州市")
MEDICAL, LTC = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"


def cell(matrix: TopicMatrix, topic: str, region: str) -> Cell:
    row = next(r for r in matrix.topics if r.topic == topic)
    return next(c for c in row.cells if c.region == region)


def rules(cell: Cell) -> list[RuleEntry]:
    return [e for e in cell.entries if isinstance(e, RuleEntry)]


def differences(matrix: TopicMatrix, topic: str) -> tuple[Difference, ...]:
    return next(r for r in matrix.topics if r.topic == topic).differences


def word_differences(matrix: TopicMatrix, topic: str) -> list[WordDifference]:
    return [d for d in differences(matrix, topic) if isinstance(d, WordDifference)]


def value_difference(matrix: TopicMatrix, topic: str) -> ValueDifference:
    """The one difference of a topic in the values that rules accept."""
    (difference,) = [d for d in differences(matrix, topic) if isinstance(d, ValueDifference)]
    return difference


def block(matrix: TopicMatrix, topic: str, region: str, clause: str) -> Block:
    (one,) = [b for b in blocks(cell(matrix, topic, region)) if b.clause == clause]
    return one
