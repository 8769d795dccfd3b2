"""Finding one's way in a matrix of topics."""

from __future__ import annotations

from typing import Any

from reasoner.report.topic_blocks import Block, blocks

REGIONS = ("青岛市", "河南省", "滨州市", "泉州市")
MEDICAL, LTC = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"


def cell(matrix: dict[str, Any], topic: str, region: str) -> dict[str, Any]:
    row = next(r for r in matrix["topics"] if r["topic"] == topic)
    return next(c for c in row["cells"] if c["region"] == region)


def rules(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for e in found["entries"] if e["kind"] == "norm"]


def differences(matrix: dict[str, Any], topic: str) -> list[dict[str, Any]]:
    return next(r for r in matrix["topics"] if r["topic"] == topic)["differences"]


def block(matrix: dict[str, Any], topic: str, region: str, clause: str) -> Block:
    (found,) = [b for b in blocks(cell(matrix, topic, region)) if b.clause == clause]
    return found
