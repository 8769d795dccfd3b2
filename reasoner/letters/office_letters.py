"""关于提请认定的请示(函), 更正(撤销)告知书, 送达回证: what goes to an organ above, what takes back, what records delivery.

Which letter is taken back, why, and how it was delivered nobody has told us: these are blanks to be filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reasoner.explain import PointRole
from reasoner.explain.proof_text import source_words
from reasoner.letters.inquiry_letters import rules_on
from reasoner.letters.letter_parts import Case, day_words, fact_lines, facts_in, in_full, line, rule_lines, spaced
from reasoner.letters.letter_types import REQUEST as REQUEST_KIND
from reasoner.letters.letter_types import missing_for
from reasoner.letters.office_phrases import DELIVERY_ROWS
from reasoner.letters.phrases import CORRECTION, DELIVERY, REFUSAL, REQUEST
from reasoner.letters.refusal import of_place_lines, remedies
from reasoner.letters.written_blanks import with_written
from reasoner.model.rule_base import CONTINUATION, OF_DOCUMENTS
from reasoner.model.verdict import MissingFact
from reasoner.render.letter_model import BLANK, HAND, PLAIN, Line, Section, Table
from reasoner.render.typeset import typeset, writable

_PLACE: Final = "所在地"


def request(case: Case) -> tuple[Section, ...]:
    """What an organ is asked to determine, on which clauses that turns, and what is known of the case."""
    entries = missing_for(REQUEST_KIND, case.verdict)
    # The place of the applicant stands in what is asked for anyhow.
    known = [f for f in facts_in(case, case.explanation.points) if f.fact != _PLACE or source_words(f)]
    return (
        Section("认定", "提请认定的事项", tuple(_item(m, case) for m in entries)),
        Section("事实", "有关事实", fact_lines(known, case.context) or (line(REQUEST["no_facts"], PLAIN, "事实"),)),
        Section("规定", "有关规定", (*rules_on(case, entries), *of_place_lines(case))),
        Section("结语", "请求事项", (_closing(case),)),
    )


def _closing(case: Case) -> Line:
    """What is asked of the organ, by whether it stands above."""
    petition = case.written.get("文种", "")
    return spaced(REQUEST["closing"]) if not petition else line(REQUEST[f"closing_{petition}"], PLAIN, "请求事项")


def _item(entry: MissingFact, case: Case) -> Line:
    """What is to be determined, of what, and whose it is, as far as that is known."""
    basis = entry.authority
    organs = "、".join(basis.organs) if basis is not None else ""
    organs = organs or writable(case.written.get("认定机关", ""))
    ends = case.context.period_ends.get(entry.of, "")
    about, key = entry.of, "item" if basis is None or basis.clause else "item_inferred"
    if entry.fact in OF_DOCUMENTS:
        about = in_full(entry.of, case)
        key = "item_ended" if entry.fact == CONTINUATION and ends else "item_document"
    words = {"fact": entry.fact, "about": about, "organs": organs or REQUEST["blank"], "ends": day_words(ends)}
    return line(REQUEST[key].format(**words), PLAIN if organs else BLANK, "认定事项")


def request_title(case: Case) -> str:
    """What is asked for, in the title."""
    facts = dict.fromkeys(m.fact for m in missing_for(REQUEST_KIND, case.verdict))
    more = "等事项" if len(facts) > 1 else ""
    title = REQUEST["title"].format(facts=f"“{next(iter(facts), '')}”{more}")
    petition = case.written.get("文种", "")
    return title.replace("请示(函)", petition) if petition else title


def request_addressee(case: Case) -> str:
    """The organs whose determination it is; of several that could be, a blank."""
    organs = {m.authority.organs for m in missing_for(REQUEST_KIND, case.verdict) if m.authority is not None}
    names = next(iter(organs)) if len(organs) == 1 else ()
    return f"{names[0] if len(names) == 1 else case.written.get('认定机关') or REQUEST['blank']}："


def correction(case: Case) -> tuple[Section, ...]:
    """Which letter is corrected or taken back, why, and what holds now."""
    grounds = case.explanation.of(PointRole.DECISIVE, PointRole.SUPPORTING)
    return (
        Section("原告知", "原告知书", (with_written(CORRECTION["former"], ("原告知书",), case),)),
        Section(
            "更正",
            "更正（撤销）的内容和理由",
            (
                with_written(CORRECTION["what"], ("更正内容",), case),
                with_written(CORRECTION["why"], ("更正理由",), case),
            ),
        ),
        Section(
            "事实",
            "查明的事实",
            fact_lines(facts_in(case, grounds), case.context) or (line(CORRECTION["no_facts"], PLAIN, "事实"),),
        ),
        Section(
            "规定",
            "有关规定",
            tuple(rule_lines(grounds, REFUSAL["rule"])) or (line(CORRECTION["no_rules"], PLAIN, "规定"),),
        ),
        Section("处理意见", "处理意见", tuple(_now(case))),
        Section("救济", "异议和救济", remedies(case)),
    )


def _now(case: Case) -> Iterator[Line]:
    yield with_written(CORRECTION["now"], ("生效日期", "处理"), case, "处理意见")


def _refused(case: Case) -> Line:
    """That delivery was refused, which is written when it happens."""
    note = with_written(DELIVERY["refused"], ("拒收",), case)
    return Line(note.text, HAND) if note.form == BLANK else note


def delivery(case: Case) -> tuple[Section, ...]:
    """Which letter was delivered to whom, where, how and when, and who signed for it."""
    words = case.words
    rows = tuple(
        (typeset(name), typeset(value, braces=True).format(**words) if value else case.written.get(name, ""))
        for name, value in DELIVERY_ROWS
    )
    table = Table(("项目", "内容"), rows, (3, 7), "送达")
    return (
        Section("送达", "送达情况", (), table),
        Section("备注", "备注", (_refused(case),)),
    )
