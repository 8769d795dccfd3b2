"""The rules of one document while somebody writes them: checked, offered choices, told what may be written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.drafting.clause_choices import DECIDING, WITH_EFFECT, Choices, Shape, choices
from policy_dsl.drafting.edited_rules import (
    MOST_CHARACTERS,
    MOST_CLAUSES,
    RULES,
    EditedClause,
    EditedRule,
    EditedRules,
    PlacedFault,
    check_rules,
    too_large,
    without_rule,
)
from policy_dsl.drafting.rule_form import Chosen, written
from policy_dsl.own_corpus.names import with_places
from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import rule_base

__all__ = [
    "DECIDING",
    "RULES",
    "WITH_EFFECT",
    "Choices",
    "Chosen",
    "EditedClause",
    "EditedRule",
    "EditedRules",
    "PlacedFault",
    "Shape",
]

NOT_READ: Final = EditedRules((), (), read=False)
"""Of rules that were not looked at."""


@lru_cache(maxsize=8)
def _vocabulary(vocabulary: Vocabulary, region: str) -> Vocabulary:
    """The vocabulary in use, with a region of which no document is held yet."""
    if region in vocabulary.regions.codes:
        return vocabulary
    return Vocabulary(with_places(vocabulary.data, [region]))


def vocabulary_for(place: Place) -> Vocabulary:
    """The vocabulary against which the rules of a document stand."""
    return _vocabulary(rule_base().vocabulary, place.region)


def checked(place: Place, texts: Mapping[str, str], rules: str) -> EditedRules:
    """What rules come to that somebody is writing. texts: the files of the document. Raises Faults (U106) where they are too long."""
    refuse_long(rules)
    return check_rules(place, {**texts, RULES: rules}, vocabulary_for(place))


def choices_of(place: Place, texts: Mapping[str, str], rules: str, address: str) -> Choices | None:
    """What the form for a clause offers; None where its words are not in the official text. Raises Faults (U106)."""
    refuse_long(rules)
    return choices(place, {**texts, RULES: rules}, vocabulary_for(place), address)


def with_rule(place: Place, texts: Mapping[str, str], rules: str, address: str, chosen: Chosen) -> str:
    """The rules with what was chosen in the form. Raises Faults (F114, L502 …, U106)."""
    refuse_long(rules)
    return written(place, {**texts, RULES: rules}, vocabulary_for(place), address, chosen)


def without_proposal(place: Place, texts: Mapping[str, str], rules: str, identifier: str) -> str:
    """The rules without one that is only proposed (address#name). Raises Faults (U132 there is none, U106)."""
    known = checked(place, texts, rules)
    for clause in known.clauses:
        for rule in clause.rules:
            if rule.id == identifier and rule.proposed:
                return without_rule(rules, clause, rule)
    raise Faults([Diagnostic("U132", identifier, "没有这条拟写的规则(待核)")])


def refuse_long(rules: str) -> None:
    """Raises Faults (U106) where rules are longer than anything that is checked while somebody writes it."""
    if why := too_large(rules):
        allowed = f"不超过{MOST_CHARACTERS}字、{MOST_CLAUSES}条"
        raise Faults([Diagnostic("U106", RULES, f"{why},过长", allowed, "这样长的规则用命令行编译")])


# --- what may be written ----------------------------------------------------------------------------------------


class Language(NamedTuple):
    """What may be written, for highlighting and completion."""

    keywords: list[tuple[str, str]]
    """The words of the language, from its grammar: those with which an item of a clause begins (item), and all others (keyword)."""
    patterns: dict[str, str]
    """What a quotation, a name in brackets, a number and a word look like, from its grammar."""
    terms: list[tuple[str, str, tuple[str, ...]]]
    """Every name that rules may use: the name, what it names, and of a fact the values that it may have."""


_KINDS: Final = {
    "matter": "事项", "type": "机构类型", "class": "机构类别", "fact": "指标、事实", "value": "取值", "nature": "性质", "agent": "责任主体",
    "role": "主体",
}  # fmt: skip
_TERMINALS: Final = ("QUOTE", "QUOTED_NAME", "NUMERIC", "WORD")


def language(place: Place, readings_file: str) -> Language:
    """The language with the names of the vocabulary in use, and the readings of a document by its readings.toml."""
    from policy_dsl.alignment.reading_file import read_readings
    from policy_dsl.syntax.faults import ITEMS
    from policy_dsl.syntax.parse import keywords, terminal

    vocabulary = vocabulary_for(place)
    readings, _ = read_readings("readings.toml", readings_file, place.document)
    terms = [(t.label, _KINDS[t.kind], t.values) for t in vocabulary.terms.values() if t.kind in _KINDS]
    terms += [(w.label, "结果", ()) for w in vocabulary.effect_words.values()]
    city = place.region[:4]
    terms += [(r.name, "地区", ()) for r in vocabulary.regions.values() if r.code.startswith(city)]
    terms += [(name, "解释", ()) for name in readings or {}]
    items = frozenset(ITEMS)
    return Language(
        keywords=[(word, "item" if word in items else "keyword") for word in dict.fromkeys(keywords().values())],
        patterns={name: terminal(name).pattern for name in _TERMINALS},
        terms=list(dict.fromkeys(terms)),
    )
