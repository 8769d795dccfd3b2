"""The corpus several times over."""

from __future__ import annotations

import re

import msgspec

from policy_dsl.compiled import Document
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase


def multiplied(times: int) -> RuleBase:
    """A rule base in which every document stands several times, each copy with its own ids and in force alike."""
    compiled = rule_base().compiled
    # Documents name one another (a reading rests on a clause of another plan): all of their names are turned.
    ids = re.compile('"(' + "|".join(re.escape(d.id) for d in compiled.documents) + ')(?=["/#])')
    documents: list[Document] = []
    for number in range(times):
        for document in compiled.documents:
            renamed = ids.sub(rf'"\1-{number}', msgspec.json.encode(document).decode())
            copy = msgspec.json.decode(renamed, type=Document)
            documents.append(msgspec.structs.replace(copy, title=f"{copy.title}(第{number}份)"))
    return RuleBase(msgspec.structs.replace(compiled, documents=tuple(documents)))
