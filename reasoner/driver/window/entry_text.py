"""入库, the text: clauses with their natures, corrections of words, what is masked; and the readings of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.draft_meta import LINES
from reasoner.driver.draft_record import Correction, Deed, Masked
from reasoner.driver.window.bureau_settings import toml_of
from reasoner.driver.window.entry import Entry, keep, now
from reasoner.driver.window.entry_receiving import signer

if TYPE_CHECKING:
    from reasoner.driver.draft_transcription import Corrected, DraftClause

TEXT, RULES, READINGS = "text.txt", "rules.tiao", "readings.toml"
MOST_TEXT: Final = 500_000
"""Characters of a text that is written on a page."""


class TextRow(NamedTuple):
    """A line of the page of the text."""

    clause: DraftClause | None
    """None: it is masked."""
    masked: Masked | None
    number: int
    """Of a masked span its index."""


def rows(entry: Entry) -> tuple[TextRow, ...]:
    """The clauses of a draft in the order of the rules, masked spans between them."""
    from reasoner.driver.draft_transcription import clauses

    made: list[TextRow] = []
    waiting = list(enumerate(entry.record.masked))
    for clause in clauses(entry.texts.get(RULES, ""), entry.texts.get(TEXT, "")):
        while waiting and clause.start >= 0 and waiting[0][1].start <= clause.start:
            number, mask = waiting.pop(0)
            made.append(TextRow(None, mask, number))
        made.append(TextRow(clause, None, -1))
    return (*made, *(TextRow(None, mask, number) for number, mask in waiting))


def natures() -> tuple[str, ...]:
    """The natures that a clause may have."""
    return tuple(rule_base().vocabulary.of_kind("nature"))


def set_natures(entry: Entry, chosen: Mapping[str, Sequence[str]], by: str, digest: str) -> Entry:
    """Give clauses other natures. Raises Faults (U197, U198, those of rules that cannot be read)."""
    from reasoner.driver.draft_transcription import clauses, with_natures

    name, known = signer(by, "经办人"), set(natures())
    wrong = [n for names in chosen.values() for n in names if n not in known]
    if wrong:
        raise Faults([Diagnostic("U197", "性质", f"没有「{wrong[0][:20]}」这种性质", "、".join(sorted(known)))])
    before = {c.address: c.natures for c in clauses(entry.texts.get(RULES, ""), entry.texts.get(TEXT, ""))}
    other = {a: [*dict.fromkeys(n)] for a, n in chosen.items() if n and tuple(dict.fromkeys(n)) != before.get(a)}
    if not other:
        return entry
    rules = with_natures(entry.texts.get(RULES, ""), other)
    detail = "；".join(f"{a}改为{'、'.join(n)}" for a, n in other.items())
    return keep(entry, entry.record, {RULES: rules}, digest=digest, deed=Deed(now(), name, "改条款性质", detail[:2000]))


def correct_clause(entry: Entry, address: str, words: str, reason: str, by: str, digest: str) -> Entry:
    """Put other words in the place of a clause's. Raises Faults."""
    from reasoner.driver.draft_transcription import corrected

    clause = next((r.clause for r in rows(entry) if r.clause is not None and r.clause.address == address), None)
    if clause is None or clause.start < 0:
        raise Faults([Diagnostic("U197", "条款", "正文里没有这一条", "列出的一条")])
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise Faults([Diagnostic("U197", "改正后的文字", "没有写文字", "原件上的文字；不属于本文件的，改用遮盖")])
    text = entry.texts.get(TEXT, "")
    before = text[clause.start : clause.end]
    made = corrected(
        entry.document, text, entry.texts.get(RULES, ""), entry.record.masked, clause.start, clause.end, words
    )
    return _kept(entry, made, Correction(address, before, words, reason.strip(), signer(by, "改正人"), now()), digest)


def correct_text(entry: Entry, after: str, reason: str, by: str, digest: str) -> Entry:
    """Put another text in the place of the whole. Raises Faults."""
    from reasoner.driver.draft_transcription import whole_text

    if not after.strip() or len(after) > MOST_TEXT:
        raise Faults([Diagnostic("U197", "整篇正文", "正文是空的，或者过长", f"不超过{MOST_TEXT // 10000}万字")])
    text = entry.texts.get(TEXT, "")
    made = whole_text(entry.document, text, after, entry.texts.get(RULES, ""), entry.record.masked)
    if made.text == text:
        raise Faults([Diagnostic("U197", "整篇正文", "没有改动", "改正以后的正文")])
    before, later = _differing(text, made.text)
    return _kept(entry, made, Correction("", before, later, reason.strip(), signer(by, "改正人"), now()), digest)


def _differing(before: str, after: str) -> tuple[str, str]:
    head = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    most = min(len(before), len(after)) - head
    tail = next((i for i in range(most) if before[len(before) - 1 - i] != after[len(after) - 1 - i]), most)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def mask_clause(entry: Entry, address: str, reason: str, by: str, digest: str) -> Entry:
    """Hide a clause that is no part of the document. Raises Faults."""
    from reasoner.driver.draft_transcription import with_masks

    name = signer(by, "改正人")
    clause = next((r.clause for r in rows(entry) if r.clause is not None and r.clause.address == address), None)
    if clause is None or clause.start < 0:
        raise Faults([Diagnostic("U197", "条款", "正文里没有这一条", "列出的一条")])
    made = with_masks(
        entry.document, entry.texts.get(TEXT, ""), entry.texts.get(RULES, ""), entry.record.masked, clause.start, clause.end, reason
    )  # fmt: skip
    return _kept(entry, made, Correction(address, clause.quote, "（遮盖）", reason.strip(), name, now()), digest)


def unmask(entry: Entry, number: int, by: str, digest: str) -> Entry:
    """Take a masked span back into the text. Raises Faults."""
    from reasoner.driver.draft_transcription import without_mask

    name = signer(by, "改正人")
    made = without_mask(
        entry.document, entry.texts.get(TEXT, ""), entry.texts.get(RULES, ""), entry.record.masked, number
    )
    words = entry.record.masked[number].words
    return _kept(entry, made, Correction("", "（遮盖）", words, "属于正文", name, now()), digest)


def _kept(entry: Entry, made: Corrected, correction: Correction, digest: str) -> Entry:
    if LINES in entry.record.rest:
        message = "这份文件补记了丢失的换行，位置按正文的字数计，不能在这里改正文"
        raise Faults([Diagnostic("U197", "正文", message, hint="在规则库的目录里改 text.txt 和 meta.toml")])
    if not correction.reason:
        raise Faults([Diagnostic("U197", "理由", "没有写理由", "为什么改，如 原件第2页是“65%”，读成了“60%”")])
    record = replace(entry.record, masked=made.masked, corrections=(*entry.record.corrections, correction))
    where = correction.address or "正文"
    detail = f"{where}：“{correction.before[:200]}”改为“{correction.after[:200]}”，{correction.reason}"
    if made.lost:
        detail += f"；有{len(made.lost)}条写过的规则没有对应的条款，放在规则的最后"
    deed = Deed(correction.at, correction.by, "改正正文", detail)
    from reasoner.driver.draft_transcription import readings_in_use

    readings = readings_in_use(entry.texts.get(READINGS, ""), made.rules)
    texts = {TEXT: made.text, RULES: made.rules, READINGS: readings}
    return keep(entry, record, texts, digest=digest, deed=deed)


# --- readings -------------------------------------------------------------------------------------------------

REQUIRED: Final = ("question", "used", "alternative", "basis")
LISTED: Final = ("covers", "accounts", "kinds", "rests_on")
_HEAD: Final = "# 条文理解：原文的话有几种理解而规则只能用一种的，在这里登记；规则里写 据 解释 名称 引用。\n\n"


class DraftReading(NamedTuple):
    """A reading of a draft as it is written."""

    name: str
    fields: dict[str, str]
    """By key; of a list the items joined by 、."""


def readings(entry: Entry) -> tuple[DraftReading, ...]:
    """The readings of a draft. Raises Faults (L601) where the file cannot be read."""
    return tuple(
        DraftReading(name, {k: _written(v) for k, v in table.items()})
        for name, table in _tables(entry).items()
        if isinstance(table, dict)
    )


def _written(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _tables(entry: Entry) -> dict[str, object]:
    try:
        return toml_tables(entry.texts.get(READINGS, ""))
    except BadToml as error:
        raise Faults([Diagnostic("L601", error.at(READINGS), f"TOML 无法读取:{error}")]) from None


def save_reading(entry: Entry, name: str, given: Mapping[str, str], by: str, digest: str) -> Entry:
    """Register a reading, or change one of this name. Raises Faults (U197) with every blank."""
    who, called = signer(by, "经办人"), "".join(name.split())
    faults = [
        Diagnostic("U197", key, "没有写", "没有依据和另一种理解的，不能登记")
        for key in REQUIRED
        if not given.get(key, "").strip()
    ]
    if not called or any(c in called for c in "「」『』[]\"'、，。：；()（）"):
        faults.insert(0, Diagnostic("U197", "name", "没有名称，或者名称里有标点", "如 市本级范围"))
    if faults:
        raise Faults(faults)
    tables = _tables(entry)
    before = tables.get(called)
    table: dict[str, object] = {**(before if isinstance(before, dict) else {})}
    table |= {key: " ".join(given[key].split()) for key in REQUIRED}
    for key in LISTED:
        items = [x.strip() for x in given.get(key, "").split("、") if x.strip()]
        if items:
            table[key] = items
        else:
            table.pop(key, None)
    tables[called] = table
    deed = Deed(now(), who, "登记条文理解" if before is None else "改条文理解", called)
    return keep(entry, entry.record, {READINGS: _HEAD + toml_of(tables)}, digest=digest, deed=deed)


def remove_reading(entry: Entry, name: str, by: str, digest: str) -> Entry:
    """Take a reading out. Raises Faults."""
    who, tables = signer(by, "经办人"), _tables(entry)
    if name not in tables:
        raise Faults([Diagnostic("U197", "name", f"没有「{name[:40]}」这条理解", "列出的一条")])
    del tables[name]
    deed = Deed(now(), who, "删去条文理解", name)
    return keep(entry, entry.record, {READINGS: _HEAD + toml_of(tables)}, digest=digest, deed=deed)
