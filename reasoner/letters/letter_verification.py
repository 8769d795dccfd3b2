"""`tiaoli verify` of letters: from a file back to the proof it carries, and to what it says beside it. The driver calls this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import to_data
from policy_dsl.os_errors import refusal
from reasoner.intake.file_kind import FileKind, kind_of
from reasoner.letters.decision import KEYS, Decision
from reasoner.letters.decision_file import decisions_from
from reasoner.letters.decision_objections import objections_to
from reasoner.letters.decision_words import deciding_words
from reasoner.letters.embedded_verdict import ATTACHMENT, NAMESPACE, Carried, Decided, Payload, packed, unpacked
from reasoner.letters.letter_desk import digest_of, letter_on, own_template
from reasoner.letters.letter_types import KINDS
from reasoner.letters.phrases import NOTES_HEADING
from reasoner.letters.settings import Settings
from reasoner.letters.signing_organs import objection_to_signing
from reasoner.letters.verify_letter import LetterComparison, compare_letter, unsaid
from reasoner.letters.visible_text import VisibleText
from reasoner.letters.written_blanks import TABLE, written_from
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, verdict_from_data
from reasoner.proof.verify import verify
from reasoner.render.docx.package import BadPackage
from reasoner.render.letter_model import Attachment, Office, Settled
from reasoner.render.typeset import bare, typeset, writable

_EDITED: Final = (
    "不是本软件所出的 PDF 原样:与用所附研判结果重新制作的不一致。从 Word 导出、另存、加批注或者改过的 PDF 都会这样,"
    "这里不核对它看起来怎样;请核对 Word 或者网页原件"
)
_OTHER_FONTS: Final = "这份 PDF 用的字体与本机的不同({theirs};本机 {ours}),用 --font 指定原来的字体再核对"


class LetterCheck(NamedTuple):
    """What became of one letter."""

    application: str
    """The number of its application."""
    faults: tuple[str, ...]
    """What is wrong with its proof or its text; nothing: every line that must stand stands, and its proof holds."""
    added: tuple[str, ...] = ()
    """The office's own text, paragraph by paragraph."""
    filled: tuple[str, ...] = ()
    """What stands in the letter's blanks."""
    settled: tuple[str, ...] = ()
    """What the decision and the settings say in it."""
    removed: tuple[str, ...] = ()
    """What may be left out and does not stand in it any more."""


def verify_letter(
    path: Path, base: RuleBase, texts: Mapping[str, str], settings: Settings | None = None
) -> list[LetterCheck]:
    """Check the proof that a letter carries and compare the letter with the one made anew.

    settings: the office's own templates and font. Raises Faults for what is no letter of ours (T110), a verdict of other
    rules (U121) or of another form (U122), and where a PDF cannot be made here (T108, T111).
    """
    settings = settings or Settings()
    kind = kind_of(path)
    try:
        data = path.read_bytes()
        visible = visible_text(data, kind)
    except OSError as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{refusal(error)}")]) from None
    except BadPackage as error:
        raise Faults([Diagnostic("T110", str(path), str(error))]) from None
    carried = _payload(path, visible)
    carried_verdicts = [carried.verdict, *(d.verdict for d in carried.joined)]
    proofs = list(verify([(str(path), v) for v in carried_verdicts], base.plain, texts))
    compared = compare_file(data, kind, visible, carried, base, settings)
    faults = [f for proof in proofs for f in proof.faults]
    own = (compared.added, compared.filled, compared.settled, compared.removed)
    return [LetterCheck(proofs[0].application, (*faults, *compared.faults), *own)]


def compare_file(
    data: bytes, kind: FileKind, visible: VisibleText, carried: Carried, base: RuleBase, settings: Settings
) -> LetterComparison:
    """What a letter says beside the letter made anew, and what is wrong with its file; its proof is not looked at."""
    try:
        verdict = verdict_from_data(carried.verdict)
        payload = _payload_of(carried, verdict)
        contradicted = _contradictions(payload, base)
        if contradicted:
            return _with_faults(LetterComparison(tuple(contradicted)), visible.faults)
        if kind == FileKind.PDF:
            return _compare_pdf(data, carried, payload, base, settings)
        comparison = _compare(visible, payload, base, settings, word=kind == FileKind.WORD)
        return _with_faults(comparison, _wrong_organs(comparison.signed, payload, base), "")
    except Faults as error:
        if any(d.code in ("T108", "T111") for d in error.diagnostics):
            raise
        faults = [d.message for d in error.diagnostics]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        faults = [f"所附研判结果不完整,不能据以核对文字({type(error).__name__})"]
    return _with_faults(LetterComparison(tuple(faults)), visible.faults)


def visible_text(data: bytes, kind: FileKind) -> VisibleText:
    """Read a letter by the kind of its file. Raises BadPackage with words for staff where it cannot be read.

    Of a PDF only the payload: its text is read where it is not the one made anew.
    """
    if kind == FileKind.WORD:
        from reasoner.letters.word_text import visible_in_word

        return visible_in_word(data)
    if kind == FileKind.PDF:
        from reasoner.letters.pdf_text import carried_in_pdf

        return VisibleText(paragraphs=(), carried=carried_in_pdf(data))
    from reasoner.letters.page_text import visible_on_page

    return visible_on_page(data)


def _payload(path: Path, visible: VisibleText) -> Carried:
    carried = unpacked(visible.carried) if visible.carried is not None else None
    if carried is not None and carried.kind in KINDS:
        return carried
    lacking = visible.carried is None
    why = "文件里没有研判结果,不是本程序写出的文书" if lacking else "文件里的研判结果不完整或者已经损坏"
    hint = "另存为别的格式会丢掉研判结果;请用 tiaoli report 写出的原件"
    raise Faults([Diagnostic("T110", str(path), why, hint=hint)])


def _payload_of(carried: Carried, verdict: Verdict) -> Payload:
    """What a letter was made from; its decisions are read again as a file of decisions is. Raises Faults (T120)."""
    joined = tuple(
        Decided(verdict_from_data(d.verdict), _read_again(d.decision), _written_again(d.written))
        for d in carried.joined
    )
    decision = None if carried.decision is None else _read_again(carried.decision)
    return Payload(
        carried.kind, carried.consideration, verdict, carried.template, carried.office, decision, joined, carried.final,
        carried.settled, _written_again(carried.written),
    )  # fmt: skip


def _written_again(written: Mapping[str, str]) -> dict[str, str]:
    return written_from({TABLE: {"文书": written}}, "文书所附")["文书"]


def _read_again(decision: Decision) -> Decision:
    plain = to_data(decision)
    assert isinstance(plain, dict)
    named = {label: plain[field] for label, field in KEYS.items() if field in plain}
    (again,) = decisions_from(named, "文书所附的决定")
    return again


def _contradictions(payload: Payload, base: RuleBase) -> list[str]:
    """What of the decisions that a letter carries contradicts its verdicts."""
    if payload.decision is None:
        return ["文书附有同件的申请,没有附决定"] if payload.joined else []
    pairs = [(payload.verdict, payload.decision), *((d.verdict, d.decision) for d in payload.joined)]
    if tuple(v.application for v, _ in pairs[1:]) != payload.decision.joined:
        return ["文书所附的同件申请与决定所列的编号不同"]
    verdicts, decisions = [v for v, _ in pairs], [d for _, d in pairs]
    return [d.message for d in objections_to(decisions, verdicts, base.vocabulary, "文书所附的决定")]


def _settled_words(payload: Payload) -> tuple[str, ...]:
    """What a letter says that the bureau has settled or decided: shown beside what was filled in."""
    settled, decision = payload.settled or Settled(), payload.decision
    words = [settled.signing]
    words += [f"救济一段由法制{settled.remedies_by}于{settled.remedies_on}核定"] if settled.remedies else []
    words += [
        f"题名和文号:{d.title} {d.number or '无文号'}(来源:{d.source};确认人:{d.confirmed_by})"
        for d in settled.documents
    ]
    decided = [d for d in (decision, *(j.decision for j in payload.joined)) if d is not None]
    for d in decided:
        words.append(f"决定({d.application}):{d.handling}")
        words += [d.organ, d.exception_reason, d.law_day_reason, d.reason]
    blanks = [payload.written, *(j.written for j in payload.joined)]
    words += [f"{name}:{text}" for each in blanks for name, text in each.items()]
    return tuple(dict.fromkeys(w for w in words if w))


def _told(comparison: LetterComparison, words: tuple[str, ...]) -> LetterComparison:
    """The comparison with what decision and settings say told apart from what was filled in."""
    plain = {bare(typeset(w)) for w in words} | {bare(w) for w in words}
    filled = tuple(f for f in comparison.filled if bare(f) not in plain)
    return msgspec.structs.replace(comparison, filled=filled, settled=words)


def _compare(
    visible: VisibleText, payload: Payload, base: RuleBase, settings: Settings, *, word: bool
) -> LetterComparison:
    """A page or a Word file beside the letter made anew, from our template or the office's own."""
    verdict = payload.verdict
    # The office of a draft is a blank: whoever writes another there is no fault.
    kept = payload.final and payload.office is not None
    named_office = Settings(office=_writable(payload.office)) if kept and payload.office else Settings()
    letter = letter_on(payload, base, named_office)
    template = own_template(payload.kind, settings) if word else None
    named = payload.template
    in_layout = compare_letter(letter, visible, verdict.label, payload.consideration)
    own = [t for t in _settled_words(payload) if not t.startswith("决定(")]
    faults = [
        f"决定或者设置的文字写有{w}:「{t[:60]}」"
        for t in own
        for w in deciding_words(t, verdict.label, (), filled=True)
    ]
    in_layout = msgspec.structs.replace(in_layout, faults=(*in_layout.faults, *faults))
    words = _settled_words(payload)
    if payload.office is not None:
        words = tuple(dict.fromkeys((*words, *(w for w in msgspec.structs.astuple(payload.office) if w))))
    in_layout = _told(in_layout, words)
    ours = _with_faults(in_layout, visible.faults)
    if not word or (not named and (template is None or not ours.faults)):
        return ours
    if template is None or (named and digest_of(template) != named):
        what = f"文书出自本单位的模板(校验码 {named[:12]}),手边没有这个模板,不能整份核对;用 --templates 指定模板目录"
        return _with_faults(
            LetterComparison(tuple(unsaid(letter, _all(visible))), in_layout.added, in_layout.filled, words), (what,)
        )
    from reasoner.render.docx.letter import render_word

    made = render_word(letter, Attachment(NAMESPACE, packed(payload)), template, "模板")
    try:
        model = visible_text(made, FileKind.WORD)
    except BadPackage as error:
        raise Faults([Diagnostic("T104", "模板", f"按本单位的模板写不出完整的 Word 文档:{error}")]) from None
    beside = _told(compare_letter(letter, visible, verdict.label, payload.consideration, model), words)
    return _with_faults(beside, [f for f in visible.faults if f not in model.faults])


def _all(visible: VisibleText) -> list[str]:
    return [*(p for header in visible.headers for p in header), *visible.paragraphs]


def _wrong_organs(signed: Iterable[str], payload: Payload, base: RuleBase) -> list[str]:
    """The organs written where a letter is signed that have no competence for its place and matter, with why."""
    verdicts = [payload.verdict, *(d.verdict for d in payload.joined)]
    names = [" ".join(name.split()) for name in signed]
    reasons = [(name, v, objection_to_signing(name, v, base.vocabulary)) for name in names for v in verdicts]
    return [f"落款的「{name[:40]}」没有就{v.matter}落款的权限:{why}" for name, v, why in reasons if why]


def _with_faults(comparison: LetterComparison, faults: Iterable[str], of: str = "文件") -> LetterComparison:
    return msgspec.structs.replace(comparison, faults=(*(f"{of}{what}" for what in faults), *comparison.faults))


def _compare_pdf(
    data: bytes, carried: Carried, payload: Payload, base: RuleBase, settings: Settings
) -> LetterComparison:
    """A PDF beside the one made anew: the same bytes, or none of ours."""
    from reasoner.letters.pdf_text import carried_in_pdf, fonts_of_pdf, pages_of_pdf
    from reasoner.render.pdf.letter import render_pdf

    verdict, content = payload.verdict, carried_in_pdf(data) or ""
    # A payload of an earlier version does not name the office: then it is nobody, or the one in the settings.
    offices = [_writable(carried.office)] if carried.office else list(dict.fromkeys((Office(), settings.office)))
    for office in offices:
        letter = letter_on(payload, base, Settings(office=office))
        made = render_pdf(letter, Attachment(ATTACHMENT, content), NOTES_HEADING, settings.font)
        if made == data:
            break
    own = [t for t in (*msgspec.structs.astuple(office), carried.consideration.strip()) if t]
    settled = _settled_words(payload)
    faults = [
        f"填写的文字写有{what}:「{text[:60]}」"
        for text in own
        for what in deciding_words(text, verdict.label, (), filled=text == carried.consideration.strip())
    ]
    if made != data:
        faults.append(_EDITED)
        try:
            names = ["、".join(sorted(fonts_of_pdf(file))) for file in (data, made)]
            faults += [_OTHER_FONTS.format(theirs=names[0], ours=names[1])] * (names[0] != names[1])
            faults += unsaid(letter, pages_of_pdf(data))
        except BadPackage as error:
            faults.append(str(error))
    filled = tuple(t for t in own if t == carried.consideration.strip())
    words = tuple(dict.fromkeys((*settled, *(t for t in own if t not in filled))))
    return LetterComparison(tuple(faults), (), filled, words)


def _writable(office: Office) -> Office:
    return Office(writable(office.name), writable(office.contact), writable(office.telephone))
