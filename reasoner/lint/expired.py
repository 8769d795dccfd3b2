"""Plans that end and leave a matter without any text (K11): what to rely on from the next day, somebody has to say.

No solver is asked. What the ended rules themselves say is checked on their last day, by the other checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.analysis.application_form import ApplicationForm, Facility, form_data
from reasoner.analysis.document_force import in_force
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.witness import place_name
from reasoner.backends.smt.place_variables import counties
from reasoner.interpreter.judge import judge
from reasoner.lint.example import Example
from reasoner.lint.finding_text import Words
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.rule_sets import Day
from reasoner.model.kinds import Outcome
from reasoner.model.messages import LABELS
from reasoner.model.rule_base import RuleBase


def lapsed(base: RuleBase, days: Sequence[Day], today: str) -> Iterator[Finding]:
    """One finding for each document that ends and is the last to regulate some matter; a hint once it has ended."""
    for day in days:
        document = day.document
        if not (day.day and document.ends):
            continue
        first = _day_after(document.ends)
        matters = tuple(
            m for m in base.vocabulary.matters if m in document.regulates and _left(base, document, m, first)
        )
        example = _example(base, document, matters[0], first) if matters else None
        if example is not None:
            yield _lapse(base, document, matters, first, today, day.day, example)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _left(base: RuleBase, document: Document, matter: str, first: str) -> bool:
    """Whether no other text of the region, or of one above it, regulates a matter from that day on or any time later."""
    above = base.vocabulary.around(document.region)
    others = (d for d in base.documents.values() if d is not document and matter in d.regulates and d.region in above)
    return not any(in_force(d, first) or (d.starts or f"{d.year}-01-01") > first for d in others)


def _doubt(base: RuleBase, document: Document, matters: Sequence[str], first: str) -> str:
    """That the texts on which other matters then rest may not be in force any more, where nobody knows."""
    above = base.vocabulary.around(document.region)
    left = [
        d for d in base.documents.values()
        if d is not document and d.region in above and in_force(d, first) and set(matters) & set(d.regulates)
    ]  # fmt: skip
    doubtful = [Words(base).title(d.id) for d in left if d.doubtful]
    return f"({'、'.join(doubtful)}效力期限不明,暂按有效)" if doubtful else ""


def _lapse(
    base: RuleBase,
    document: Document,
    matters: tuple[str, ...],
    first: str,
    today: str,
    looked_at: str,
    example: Example,
) -> Finding:
    listed = [n for m in matters for n in document.norms(m) if n.supports is None]
    norms: tuple[ir.Norm, ...] = tuple({n.id: n for n in listed}.values())
    others = [m for m in document.regulates if m not in matters]
    rest = (
        f"它规定的其余事项({'、'.join(others)})另有文件规定{_doubt(base, document, others, first)}。" if others else ""
    )
    ended = first <= today
    term = "规划期" if document.ends_basis == "规划期" else "有效期"
    sentence = (
        f"{Words(base).title(document.id)}的{term}至{document.ends}届满。自{first}起,已收录的文件没有一份规定{'、'.join(matters)};"
        f"这些事项的申请只能得出「{LABELS[Outcome.OUT_OF_FORCE]}」。{rest}"
        f"{'已有' if ended else '届时有'}新的规划、修订或者继续执行的决定的,应当收录或者登记认定;没有的,须由制定机关明确。"
    )
    level, depends = Level.HINT if ended else Level.NOTE, (document.ends, *matters)
    return Finding(Code.LAPSED, level, sentence, norms, (), depends, matters, (), looked_at, example)


def _example(base: RuleBase, document: Document, matter: str, first: str) -> Example | None:
    """An application that the document would reach, on the first day without a text, judged; None where texts of the counties
    govern everywhere.
    """
    side = Compared(document.region, base, document.region)
    places = counties(base.vocabulary, document.region)
    for kind, code in product(base.vocabulary.matters[matter].members, places):
        facility = Facility(f"某{kind}", kind, place_name(base.vocabulary, code))
        form = ApplicationForm(id=f"{matter}-{kind}-1", matter=matter, received=first, facility=facility)
        (read,) = side.reader.read([form_data(form)])
        verdict = judge(base, read, first, advise=False)
        if verdict.outcome is Outcome.OUT_OF_FORCE:
            return Example(form, (), verdict)
    return None
