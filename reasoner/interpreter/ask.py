"""What is not known: facts to ask for, with provider and asking clause, and facts taken as not claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.interpret import Node, Reader
from reasoner.interpreter.rules import Judged
from reasoner.wording import NOT_CLAIMED

PLACED_BY: Final = {"本区县": "所在地", "所在医保管理区域": "所在地", "所在镇街": "镇街"}
"""By which fact of the institution a role of a place is bound."""


def unknown_facts(node: Node) -> Iterator[Node]:
    """The unknown facts on which an unknown condition turns: those below its unknown parts."""
    if "status" in node:
        if node["status"] != "unknown":
            return
        for key in ("read", "left", "right"):
            if key in node:
                yield from unknown_facts(node[key])
        for part in node.get("parts", ()):
            yield from unknown_facts(part)
    elif "fact" in node:
        if node["value"] is None:
            yield node
    else:
        for part in (*node.get("sum", ()), *node.get("times", ())):
            yield from unknown_facts(part)


def missing(open_rules: Iterable[Judged], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The unknown facts of rules that are open, each with who provides it, what proves it and which clauses ask.

    While the district is not known nobody can look up its figures: the place is asked for instead.
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for rule in open_rules:
        for unknown in (*unknown_facts(rule.node["scope"]), *unknown_facts(rule.node["condition"])):
            place = PLACED_BY.get(unknown["of"])
            node = unknown if place is None else {"fact": place, "of": "机构"}
            entry = found.setdefault(_key(node), _asked(node, vocabulary))
            if rule.norm.clause not in entry["asked_by"]:
                entry["asked_by"].append(rule.norm.clause)
    return list(found.values())


def _key(node: Node) -> tuple[str, str, str]:
    return node["fact"], node["of"], node.get("period", "")


def _asked(node: Node, vocabulary: Vocabulary) -> dict[str, Any]:
    term = vocabulary.facts[node["fact"]]
    entry: dict[str, Any] = {"fact": node["fact"], "of": node["of"], "provider": term.provider, "asked_by": []}
    if "period" in node:
        entry["period"] = node["period"]
    if term.proof:
        entry["proof"] = term.proof
    return entry


def assumptions(
    rules: Iterable[Judged], asked: Iterable[dict[str, Any]], reader: Reader, vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    """Facts taken as not claimed: where silence means that, and where only a preference turns on them.

    A fact that another rule asks for is `asked`, and no assumption.
    """
    open_facts = {_key(entry) for entry in asked}
    found = {
        _key(n): {"fact": n["fact"], "of": n["of"], "assumed": n["assumed"]}
        for n in reader.nodes.values()
        if "assumed" in n
    }
    for rule in rules:
        if rule.status == "unknown" and rule.norm.effect == "prefer":
            for node in (*unknown_facts(rule.node["scope"]), *unknown_facts(rule.node["condition"])):
                if _key(node) not in open_facts:
                    found.setdefault(_key(node), {"fact": node["fact"], "of": node["of"], "assumed": NOT_CLAIMED})
    for (fact, _, _), entry in found.items():
        term = vocabulary.facts.get(fact)
        if term is not None and term.proof:
            entry["proof"] = term.proof
    return list(found.values())
