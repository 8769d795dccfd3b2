"""The corpus several times over."""

from __future__ import annotations

import copy
import json
from typing import Any

from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase


def multiplied(times: int) -> RuleBase:
    """A rule base in which every document stands several times, each copy with its own ids and in force alike."""
    base = rule_base().data
    documents = []
    for number in range(times):
        for document in base["documents"]:
            text = json.dumps(
                {**document, "clauses": list(document["clauses"]), "norms": list(document["norms"])}, ensure_ascii=False
            )
            renamed = text.replace(f'"{document["id"]}', f'"{document["id"]}-{number}')
            documents.append(json.loads(renamed))
    data: dict[str, Any] = copy.copy(base)
    data["documents"] = documents
    return RuleBase(data)
