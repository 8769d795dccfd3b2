"""入库, the cases: applications whose outcome an officer reads in the text, judged by the draft before anybody else is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.vocabulary import Term
from reasoner.driver.draft_record import Deed
from reasoner.driver.recorded_cases import LABELLED, CaseOutcome, case_outcomes, cases_in
from reasoner.driver.window.cases import Plain
from reasoner.driver.window.entry import Entry, keep, now
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict

FILE: Final = "cases.yaml"
OUTCOMES: Final = LABELLED
"""The outcomes that a case may expect, as labels."""
_HEAD: Final = "# 情形：申请照申请文件的写法；结论由人从原文读出，不从程序的输出抄来。\n"


class DraftCase(NamedTuple):
    """A case as it is written."""

    name: str
    data: dict[str, object]
    """The application in plain data."""
    expected: str
    clauses: tuple[str, ...]
    """The addresses of the clauses that are to decide."""


class CaseFile(NamedTuple):
    """The cases of a draft, with what came of each."""

    cases: tuple[DraftCase, ...]
    outcomes: tuple[CaseOutcome, ...]
    """By case; none: they could not be judged."""
    faults: tuple[Fault, ...]
    """Why they could not."""


def cases(entry: Entry) -> tuple[DraftCase, ...]:
    """The cases of a draft. Raises Faults (U196)."""
    return tuple(_case(c) for c in cases_in(entry.texts.get(FILE, ""), FILE))


def _case(data: object) -> DraftCase:
    table = data if isinstance(data, dict) else {}
    application, clauses = table.get("申请"), table.get("据") or []
    listed = [clauses] if isinstance(clauses, str) else clauses
    return DraftCase(
        str(table.get("名") or ""),
        application if isinstance(application, dict) else {},
        str(table.get("结论") or ""),
        tuple(map(str, listed)) if isinstance(listed, list) else (),
    )


def judged(entry: Entry) -> CaseFile:
    """The cases of a draft judged by it; where it has faults it cannot be judged by."""
    try:
        listed = cases(entry)
    except Faults as error:
        return CaseFile((), (), tuple(d.fault for d in error.diagnostics))
    if not listed:
        return CaseFile((), (), ())
    judging = entry.joined
    if judging.faults:
        return CaseFile(listed, (), tuple(f.fault for f in judging.faults))
    each = case_outcomes(entry.texts.get(FILE, ""), FILE, entry.document, judging.base, judging.reader)
    return CaseFile(listed, each, ())


def verdict_on(entry: Entry, data: Plain) -> Verdict | None:
    """The verdict on an application by the draft; None where the draft has faults. Raises Faults with those of the application."""
    judging = entry.joined
    (application,) = judging.reader.read(Loaded(data, ""))
    return None if judging.faults else judge(judging.base, application)


def terms_of(entry: Entry, verdict: Verdict) -> dict[str, Term]:
    """The facts of which a verdict speaks, in the vocabulary with the draft."""
    facts = entry.joined.base.vocabulary.facts
    labels = (*(m.fact for m in verdict.missing), *(a.fact for a in verdict.assumptions))
    return {label: facts[label] for label in labels if label in facts}


def fact_of(entry: Entry, label: str) -> Term | None:
    """A fact of the vocabulary with the draft."""
    return entry.joined.base.vocabulary.facts.get(label)


def titles_of(entry: Entry) -> dict[str, str]:
    """The titles of the documents by id, the draft among them."""
    return {d.id: d.title for d in entry.joined.base.documents.values()}


def deciding(entry: Entry, verdict: Verdict) -> tuple[Clause, ...]:
    """The clauses that decide a verdict."""
    documents = entry.joined.base.documents
    names = [c.clause for c in verdict.citations if c.role is Role.DECISIVE]
    known = (documents[n.partition("/")[0]].clauses.get(n) for n in names if n.partition("/")[0] in documents)
    return tuple(c for c in known if c is not None)


def save_case(entry: Entry, number: int, case: DraftCase, digest: str = "") -> Entry:
    """Write a case; number: its index, or that of none: it is a further one. Raises Faults: those of the application, U196, U197.

    What is wrong with the name, the outcome and the clauses is said together with what is wrong with the application.
    """
    faults: list[Diagnostic] = []
    if not case.name.strip():
        faults.append(Diagnostic("U197", "名", "没有写情形的名称", "如 使用率等于60%"))
    if case.expected not in OUTCOMES:
        faults.append(Diagnostic("U196", "结论", "没有选结论", "由人从原文读出的结论"))
    addresses = {c.strip() for c in case.clauses if c.strip()}
    known = _addresses(entry)
    faults += [
        Diagnostic("U196", "据", f"文件里没有「{a[:40]}」这一条", "条款的地址，如 3.1.p2，几条用、隔开")
        for a in sorted(addresses)
        if a.rpartition("/")[2] not in known and "/" not in a
    ]
    try:
        entry.joined.reader.read(Loaded(case.data, ""))
    except Faults as error:
        faults += error.diagnostics
    if faults:
        raise Faults(faults)
    listed = list(cases(entry))
    if 0 <= number < len(listed):
        listed[number] = case
    else:
        listed.append(case)
    return _kept(entry, listed, f"情形“{case.name}”", digest)


def remove_case(entry: Entry, number: int, digest: str = "") -> Entry:
    """Take a case out. Raises Faults."""
    listed = list(cases(entry))
    if not 0 <= number < len(listed):
        raise Faults([Diagnostic("U197", "情形", "没有这个情形", "列出的一个")])
    gone = listed.pop(number)
    return _kept(entry, listed, f"删去情形“{gone.name}”", digest)


def _addresses(entry: Entry) -> set[str]:
    return set(re.findall(r"(?m)^条[ \t]+(\S+)", entry.texts.get("rules.tiao", "")))


def _kept(entry: Entry, listed: Sequence[DraftCase], what: str, digest: str) -> Entry:
    return keep(entry, entry.record, {FILE: cases_text(listed)}, digest=digest, deed=Deed(now(), "", "写情形", what))


def cases_text(listed: Sequence[DraftCase]) -> str:
    """The file of these cases; `cases` gives them back."""
    import yaml

    plain = [_plain(c) for c in listed]
    return _HEAD + str(yaml.safe_dump({"情形": plain}, allow_unicode=True, sort_keys=False, width=200))


def _plain(case: DraftCase) -> Mapping[str, object]:
    data: dict[str, object] = {"名": case.name, "申请": case.data, "结论": case.expected}
    return data | ({"据": list(case.clauses)} if case.clauses else {})
