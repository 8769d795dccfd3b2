"""The corpus several times over."""

from __future__ import annotations

import msgspec

from policy_dsl.compiled import Document
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase


def multiplied(times: int) -> RuleBase:
    """A rule base in which every document stands several times, each copy with its own ids and in force alike."""
    compiled = rule_base().compiled
    documents: list[Document] = []
    for number in range(times):
        for document in compiled.documents:
            text = msgspec.json.encode(document).decode()
            renamed = text.replace(f'"{document.id}', f'"{document.id}-{number}')
            documents.append(msgspec.json.decode(renamed, type=Document))
    return RuleBase(msgspec.structs.replace(compiled, documents=tuple(documents)))
