"""Faults in whose determination counts, and of which days it speaks, are noticed by the tables worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter import determining_organs, document_determinations
from reasoner.interpreter.determining_organs import Whereabouts, status_of
from reasoner.model.application import Application, Observation, Provenance
from reasoner.model.kinds import Status
from reasoner.proof import determining_organs as checker
from reasoner.proof import document_determinations as checked
from reasoner.proof.figure_pairs import Counted
from tests.organs.test_determinations_of_documents import GOES_ON, IN_FORCE, LTC, ONE
from tests.organs.test_standing import CASES, OF_DOCUMENTS, PLAIN, Register

from .seeded_fault import Exchange, SeededFault

BASE: Final = rule_base()
WORDS: Final[Vocabulary] = BASE.vocabulary
DOCUMENTS: Final[dict[str, Any]] = {d["id"]: d for d in BASE.plain["documents"]}  # type: ignore[union-attr,index,misc,call-overload]  # JSON


def disagreements() -> Iterator[str]:
    """What an engine says otherwise than the tables."""
    register = Register(PLAIN, BASE.plain["vocabulary"])  # type: ignore[arg-type]  # JSON
    for fact, place, organ, status in CASES:
        made_by = (organ,) if organ else ()
        observation = Observation(True, "2024-02-01", Provenance(determined_by=made_by))
        if status_of(WORDS.facts[fact], observation, Whereabouts(place), WORDS) != status:
            yield f"{fact} {place} {organ}"
        if register.standing(PLAIN.facts[fact], list(made_by), place, bare=True) != status:
            yield f"checker: {fact} {place} {organ}"
    for document, organs, status in OF_DOCUMENTS:
        issued, plain = BASE.documents[document], DOCUMENTS[document]
        observation = Observation(True, "2026-01-05", Provenance(determined_by=tuple(organs)))
        place = Whereabouts(issued.region)
        if status_of(WORDS.facts["文件效力"], observation, place, WORDS, issued) != status:
            yield f"{document} {organs}"
        if register.standing(PLAIN.facts["文件效力"], organs, issued.region, plain) != status:
            yield f"checker: {document} {organs}"
    for label, document, table in (("规划延续执行", LTC, GOES_ON), ("文件效力", ONE, IN_FORCE)):
        for day, made, answer, why in table:
            if of_document(label, document, day, made) != answer:
                yield f"{label} {why}"
            if of_document_checked(label, document, day, made) != answer:
                yield f"checker: {label} {why}"


def _organs(made: dict[str, Any]) -> tuple[str, ...]:
    organs = made.get("机关", ())
    return (organs,) if isinstance(organs, str) else tuple(organs)


def _value(made: dict[str, Any]) -> bool | None:
    value = made.get("结论", True)
    return None if value == "不详" else bool(value)


def of_document(label: str, document: str, day: str, made: dict[str, Any]) -> bool | str | None:
    """The answer of the interpreter."""
    observation = Observation(
        _value(made),
        made.get("日期", ""),
        Provenance(determined_by=_organs(made)),
        made.get("自", ""),
        made.get("至", ""),
    )
    facts = {(f"文件:{document}", label): (observation,)}
    application = Application("A", "新增居家照护定点", day, "370213", {}, facts)
    asked = (
        document_determinations.continuation_determined
        if label == "规划延续执行"
        else document_determinations.force_determined
    )
    answer = asked(BASE.documents[document], day, application, WORDS)
    if answer is None or answer.answer is None:
        return None
    return {Status.TRUE: True, Status.FALSE: False, Status.UNKNOWN: "open"}[answer.answer]


class _Own:
    """As much of the checker's evaluator as determinations about documents need."""

    def __init__(self, facts: dict[tuple[str, str], list[Counted]]) -> None:
        self.facts, self.vocabulary, self.terms = facts, PLAIN, PLAIN.facts

    def show(self, _: str, value: object) -> str:
        return str(value)


def of_document_checked(label: str, document: str, day: str, made: dict[str, Any]) -> bool | str | None:
    """The answer of the proof checker."""
    keys = {"starts": made.get("自"), "ends": made.get("至"), "determined_by": list(_organs(made))}
    entry = {k: v for k, v in keys.items() if v}
    own = _Own({(f"文件:{document}", label): [(_value(made), made.get("日期", ""), entry)]})
    answer = checked.determined(own, label, DOCUMENTS[document], day)  # type: ignore[arg-type]  # as much as it needs
    if answer is None or answer.ignored:
        return None
    return "open" if answer.answer is None else answer.answer


def test_both_engines_say_what_the_tables_say() -> None:
    assert list(disagreements()) == []


FAULTS: Final = tuple(
    SeededFault(what, module, where, Exchange(old, new))
    for what, module, where, old, new in (
        ("any organ may determine", determining_organs, "_is_competent", "organ.kind not in authority.kinds", "False"),
        ("a department determines for its organ", determining_organs, "_is_competent", "organ.within", "False"),
        ("an organ of another place determines", determining_organs, "_is_competent",
         "not place.supposed and region.code not in vocabulary.chain(place.code)", "False"),
        ("the district determines what is the city's", determining_organs, "_is_competent",
         "region.code == city_of(vocabulary, region.code if place.supposed else place.code)", "True"),
        ("the province determines what is of city and county", determining_organs, "_is_competent",
         'region.level != "province"', "True"),
        ("another organ of the area does not leave it open", determining_organs, "status_of",
         "authority.named or not (of_area or of_issuers)", "True"),
        ("an organ of another area leaves it open", determining_organs, "status_of",
         "authority.named or not (of_area or of_issuers)", "False"),
        ("without an organ nobody has determined", determining_organs, "status_of", "not made_by", "False"),
        ("one of several issuers is enough", determining_organs, "status_of",
         "not lacking(document, made_by, vocabulary)", "len(lacking(document, made_by, vocabulary)) < len(document.issuers)"),
        ("an office is not stood for by its government", determining_organs, "lacking",
         "organ is not None and organ.office_of in names", "False"),
        ("the authority of another region counts", determining_organs, "authority_over",
         "not a.region or a.region in above", "True"),
        ("a continuation reaches back", document_determinations, "_speaks",
         "day >= (made.starts or period_end(made.as_at))", "True"),
        ("a continuation does not say from when", document_determinations, "_speaks",
         "made.starts or period_end(made.as_at)", "period_end(made.as_at)"),
        ("a continuation has no end", document_determinations, "_speaks", "made.ends and day > made.ends", "False"),
        ("force is confirmed before its period", document_determinations, "_speaks", "day >= made.starts", "True"),
        ("what was made before the document was issued counts", document_determinations, "_speaks",
         "document.issued and made.as_at and period_end(made.as_at) < document.issued", "False"),
        ("determined not to go on, it goes on", document_determinations, "_determined",
         "latest.value is True", "latest.value is not None"),
        ("what is not known is determined", document_determinations, "_determined", "latest.value is None", "False"),
        ("another organ's is as good as none", document_determinations, "_determined", "opened", "False"),
        ("what does not count leaves it open", document_determinations, "_determined",
         "Status.UNKNOWN if opened else None", "Status.UNKNOWN"),
        ("another organ's counts", document_determinations, "_determined",
         "status_of(term, o, place, vocabulary, document) in (*COUNTS, None)", "True"),
        ("checker: any organ may determine", checker, "Register.competent",
         'organ["kind"] not in authority["kinds"]', "False"),
        ("checker: a department determines for its organ", checker, "Register.competent", 'organ.get("within")', "False"),
        ("checker: an organ of another place determines", checker, "Register.competent",
         'not moved and organ["region"] not in self.vocabulary.chain(place)', "False"),
        ("checker: the district determines what is the city's", checker, "Register.competent",
         'str(organ["region"]) == self.vocabulary.city(organ["region"] if moved else place)', "True"),
        ("checker: one of several issuers is enough", checker, "Register.complete",
         "all(i in names or office in names for i, office in offices.items())",
         "any(i in names or office in names for i, office in offices.items())"),
        ("checker: an organ of another area leaves it open", checker, "Register.standing",
         'of_area and not authority.get("clause")', "True"),
        ("checker: another organ of the area does not leave it open", checker, "Register.standing",
         'of_area and not authority.get("clause")', "False"),
        ("checker: without an organ nobody has determined", checker, "Register.standing", "not made_by", "False"),
        ("checker: a continuation reaches back", checked, "speaks",
         "bool(starts) or not as_at or day >= last_day(as_at)", "True"),
        ("checker: a continuation has no end", checked, "speaks", "ends and ends < day", "False"),
        ("checker: it does not say from when", checked, "speaks", "day < starts", "False"),
        ("checker: what was made before the document was issued counts", checked, "speaks",
         'bool(document["issued"] and as_at) and last_day(as_at) < document["issued"]', "False"),
        ("checker: what does not count leaves it open", checked, "determined",
         'standing(o) == "excluded"', "False"),
        ("checker: another organ's counts", checked, "determined",
         'standing(o) not in ("other_organ", "excluded")', "True"),
    )
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.what)
def test_a_fault_in_authority_is_noticed(fault: SeededFault) -> None:
    import sys

    here = sys.modules[__name__]
    with fault.seeded((determining_organs, document_determinations, checker, checked, here), {}):
        assert next(disagreements(), None) is not None
