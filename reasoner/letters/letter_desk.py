"""The letter desk: from verdicts to files, and from a file back to what it proves. The driver calls this and no more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import EXAMPLES, Diagnostic, Faults
from policy_dsl.reading import DIRECT_EFFECT, GUIDANCE, ConfirmationState
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.interpreter.document_force import judged_as_before
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.letters.decision import Decision
from reasoner.letters.decision_day import doubted_now, other_law
from reasoner.letters.decision_objections import objections_to
from reasoner.letters.embedded_verdict import ATTACHMENT, NAMESPACE, Decided, Payload, packed
from reasoner.letters.final_letter import final_letter, not_final
from reasoner.letters.joined_letter import joined
from reasoner.letters.letter_composition import letter_of, points_open
from reasoner.letters.letter_parts import Case
from reasoner.letters.letter_types import KINDS, OUTWARD, TELLING, default_kind
from reasoner.letters.open_points import doubts
from reasoner.letters.phrases import NOTES_HEADING, SHARED
from reasoner.letters.settings import Settings
from reasoner.letters.settled import check_settings, settled_for
from reasoner.letters.short_titles import abbreviated, unnamed_in
from reasoner.letters.signing_organs import competent, governments_elsewhere, objection_to_signing
from reasoner.letters.written_blanks import objections_to_written
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Touching, Verdict, in_its_versions
from reasoner.render.letter_model import Attachment, Letter, Office, Settled

if TYPE_CHECKING:
    from policy_dsl.ingest.output_guard import Overwriting

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many letters are laid out, of how many."""


class Made(msgspec.Struct, frozen=True):
    """A letter, in short."""

    application: str
    """The number of the application."""
    kind: str
    """Which letter it is."""
    draft: str
    """What is still to be done before it may leave; empty: nothing."""
    notes: tuple[str, ...] = ()
    """What a final letter, which has no page for staff, leaves to be told beside it: the warnings of its verdict."""


class _Laid(msgspec.Struct, frozen=True):
    """A letter as it is to be written."""

    made: Made
    """What it is."""
    names: Mapping[str, str]
    """What the name of its file may hold."""
    content: bytes
    """The file."""


class _Unmade(msgspec.Struct, frozen=True):
    """A letter that cannot be made."""

    faults: tuple[Diagnostic, ...]
    """Why."""
    of_template: bool
    """Whether only its layout failed, as it will for others."""


def make_letters(
    number: int, verdict_of: Callable[[int], Verdict], base: RuleBase, output: str, sources: Sequence[Path], settings: Settings,
    kind: str = "", consideration: str = "", decisions: Sequence[Decision] = (), decisions_name: str = "--decision",
    final: bool = False, progress: Progress | None = None, written: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[Path, tuple[Made, bytes]]:  # fmt: skip
    """One letter an application, of one kind or of the kind each outcome calls for, by the file where it is to stand.

    number: of the applications. verdict_of: the verdict on one, by its place. Many are judged and laid out by several
    processes, which changes nothing of them. progress: is told how many are, of how many. Raises Faults with every
    application that bears no such letter, every fault of a template, or a name that is not usable.
    """
    from reasoner.letters.output_paths import pattern_of, plan  # whoever only verifies writes nothing
    from reasoner.letters.worker_processes import values

    check_settings(settings, base)
    written, decided = written or {}, {d.application: d for d in decisions}
    places = list(range(number))
    others: dict[str, Verdict] = {}
    if decisions or written:  # they name applications: all of them have to be known
        verdicts = [verdict_of(i) for i in places]
        faults = objections_to(decisions, verdicts, base.vocabulary, decisions_name) if decisions else []
        within = {n for d in decisions for n in d.joined}
        others = {v.application: v for v in verdicts if v.application in within}
        places = [i for i in places if verdicts[i].application not in within]
        numbers = {v.application for v in verdicts}
        where = f"{decisions_name} · 文书"
        message = "没有这个编号的申请,写不进文书"
        faults += [Diagnostic("T121", f"{where} · {n[:40]}", message) for n in sorted({*written} - numbers)]
        if faults:
            raise Faults(faults)
        verdict_of = verdicts.__getitem__
    suffix = pattern_of(output, len(places)).suffix.lower()

    def laid_out(index: int) -> _Laid | _Unmade:
        verdict = verdict_of(places[index])
        decision = decided.get(verdict.application)
        named = decision.joined if decision is not None else ()
        besides = tuple(Decided(others[n], decided[n], dict(written.get(n, {}))) for n in named)
        payload = Payload(
            kind or default_kind(verdict, uncertain_in(in_its_versions(base, verdict)), decision), consideration, verdict,
            decision=decision, joined=besides, final=final, settled=settled_for(settings, verdict, base), written=dict(written.get(verdict.application, {})),
        )  # fmt: skip
        try:
            letter = letter_on(payload, base, settings)
        except Faults as error:
            return _Unmade(tuple(dict.fromkeys((*error.diagnostics, *_doubts(payload, base)))), of_template=False)
        if doubted := _doubts(payload, base):
            return _Unmade(doubted, of_template=False)
        try:
            content = render(letter, packed(_with_settings(payload, suffix, settings)), suffix, settings)
        except Faults as error:
            alone = len(places) == 1
            faults_of_one = tuple(error.diagnostics) if alone else _named_in(error.diagnostics, verdict.application)
            return _Unmade(faults_of_one, of_template=True)
        judged = (verdict, *(d.verdict for d in payload.joined)) if final else ()
        notes = tuple(dict.fromkeys(w for v in judged for w in v.warnings))
        return _Laid(Made(verdict.application, letter.kind, letter.draft, notes), _named(payload, letter), content)

    laid: list[_Laid] = []
    unmade: list[_Unmade] = []
    for index, result in enumerate(values(laid_out, len(places))):
        if isinstance(result, _Laid):
            laid.append(result)
        else:
            unmade.append(result)
        if progress is not None:
            progress(index + 1, len(places))
    composing = [f for u in unmade if not u.of_template for f in u.faults]
    if unmade:
        raise Faults(composing or unmade[0].faults)
    paths = plan(output, [each.names for each in laid], sources)
    return {path: (each.made, each.content) for path, each in zip(paths, laid, strict=True)}


def _doubts(payload: Payload, base: RuleBase) -> tuple[Diagnostic, ...]:
    """The readings on which a final letter turns and that are doubted by now (T129), whatever was said of them before."""
    parts: list[Decided | Payload] = [payload, *payload.joined] if payload.final and payload.kind in TELLING else []
    points = dict.fromkeys(p for part in parts for p in doubts(doubted_now(base, part.verdict)))
    return tuple(not_final(p.words, payload.verdict.application) for p in points)


def _named_in(faults: Iterable[Diagnostic], application: str) -> tuple[Diagnostic, ...]:
    """Faults of the letter on one application among several."""
    return tuple(msgspec.structs.replace(f, where=f"{f.where}(编号 {application})") for f in faults)


def _with_settings(payload: Payload, suffix: str, settings: Settings) -> Payload:
    """The payload with what the letter says from the settings: the digest of the office's template, and its name."""
    if settings.office != Office():
        payload = msgspec.structs.replace(payload, office=settings.office)
    template = own_template(payload.kind, settings) if suffix == ".docx" else None
    return payload if template is None else msgspec.structs.replace(payload, template=digest_of(template))


def own_template(kind: str, settings: Settings) -> bytes | None:
    """The office's own template of a kind; None where it has none, or ours unchanged. Raises Faults (T104)."""
    if settings.templates is None:
        return None
    from reasoner.render.docx.letter import template_of

    template, _ = template_of(kind, settings.templates)
    return None if template == template_of(kind, None)[0] else template


def digest_of(content: bytes) -> str:
    """SHA-256 of a template."""
    return hashlib.sha256(content).hexdigest()


def _named(payload: Payload, letter: Letter) -> dict[str, str]:
    """What a pattern for names of files may hold."""
    return {
        "编号": payload.verdict.application,
        "机构": letter.fields["机构"],
        "事项": letter.fields["事项"],
        "文书": letter.kind,
    }


def letter_on(payload: Payload, base: RuleBase, settings: Settings) -> Letter:
    """The letter of a kind on a verdict. Raises Faults (T106, T107) where the verdict bears no such letter."""
    parts: list[Decided | Payload] = [payload, *payload.joined]
    faults = [f for p in parts for f in objections_to_written(payload.kind, p.written, p.verdict.application)]
    if faults:
        raise Faults(faults)
    cases = [_case(payload, p, base, settings) for p in parts]
    kinds = [payload.kind, *(default_kind(d.verdict, uncertain_in(base), d.decision) for d in payload.joined)]
    letters = [letter_of(kind, case) for kind, case in zip(kinds, cases, strict=True)]
    untold = [
        Diagnostic(
            "T128", f"申请 {c.verdict.application}", f"这项申请出具的是{k},不能与告知书合并", hint="从 同件 中删去"
        )
        for k, c in zip(kinds, cases, strict=True)
        if len(cases) > 1 and k not in TELLING
    ]
    if untold:
        raise Faults(untold)
    letter = letters[0] if len(letters) == 1 else joined(letters, [c.words for c in cases])
    letter = abbreviated(letter, base, cases[0].names_for(outward=letter.outward))
    if not payload.final:
        return letter
    points = [p for kind, case in zip(kinds, cases, strict=True) for p in points_open(kind, case)]
    return final_letter(letter, points, payload.verdict.application)


def _case(payload: Payload, part: Payload | Decided, base: RuleBase, settings: Settings) -> Case:
    """What a letter is made from on one of its matters. Raises Faults (T125) where the organ that is to sign has no competence.

    part: the matter, the letter's own or one that is joined.
    """
    verdict, decision = part.verdict, part.decision
    signing = "" if payload.settled is None else payload.settled.signing
    why = objection_to_signing(signing, verdict, base.vocabulary) if signing and payload.kind in OUTWARD else ""
    if why:
        organs = competent(verdict, base.vocabulary)
        names = "" if organs is None else f"{EXAMPLES}{'、'.join(organs.full_names)}"
        where = f"{settings.path or '设置'} · 机关 · {signing}"
        message = f"申请 {verdict.application}:「{signing}」不能就{verdict.matter}落款:{why}"
        raise Faults([Diagnostic("T125", where, message, names, "改正设置里的 机关")])
    otherwise = () if decision is None else other_law(base, verdict, decision.day)
    base = in_its_versions(base, verdict)
    context = background(base)
    explanation = explain(verdict, context, exemptions_elsewhere(base, verdict))
    settled = payload.settled or Settled()
    named = {d.document: d for d in settled.documents}
    blanks = {
        title: name if title not in named else f"《{named[title].title}》({named[title].number or SHARED['no_number']})"
        for title, name in unnamed_in(base).items()
    }
    return Case(
        verdict, explanation, context, settings.office, uncertain_in(base), unconfirmed_guidance(base, verdict),
        payload.consideration, blanks, decision, settled, part.written,
        not signing and bool(objection_to_signing(settings.office.name, verdict, base.vocabulary)),
        tuple(governments_elsewhere(settled.remedies, verdict, base.vocabulary)),
        _taking_its_place(base, verdict),
        said_of_the_place(base, verdict),
        otherwise,
    )  # fmt: skip


def _taking_its_place(base: RuleBase, verdict: Verdict) -> tuple[Document, ...]:
    """What has taken the place of documents that govern, and leaves what was received before to them; each once."""
    beside = base.beside(verdict.region)
    governing = (base.documents[name] for name in verdict.reasons.governing)
    later = (judged_as_before(d, verdict.as_of, verdict.received, beside) for d in governing)
    return tuple({d.expression: d for d in later if d is not None}.values())


def said_of_the_place(base: RuleBase, verdict: Verdict) -> tuple[Touching, ...]:
    """What of the statements that touch a case is said of places of such a kind, and not of the whole region."""
    touching = dict.fromkeys(t.clause.partition("/")[0] for t in verdict.touching)
    concerns = (c for name in touching if name in base.documents for c in base.documents[name].concerns(verdict.matter))
    local = {(clause.clause, concern.why) for clause, concern in concerns if concern.places or concern.others}
    return tuple(t for t in verdict.touching if (t.clause, t.why) in local)


def uncertain_in(base: RuleBase) -> frozenset[str]:
    """The documents whose force is not known: nothing may rest on them alone."""
    return frozenset(d.id for d in base.documents.values() if d.doubtful)


def unconfirmed_guidance(base: RuleBase, verdict: Verdict) -> frozenset[str]:
    """The documents addressed to lower authorities of which nobody had confirmed, when the verdict was made, that they decide
    an individual case: no final letter rests on them alone.
    """
    last = {(c.document, c.reading): c.state for c in verdict.confirmations}
    return frozenset(
        d.id
        for d in base.documents.values()
        if d.kind == GUIDANCE
        and not any(
            last.get((d.id, r.name)) is ConfirmationState.CONFIRMED for r in d.readings if DIRECT_EFFECT in r.kinds
        )
    )


def render(letter: Letter, carried: str, suffix: str, settings: Settings) -> bytes:
    """The letter in the format of a suffix. A template of the office's that leaves out what must be said is refused."""
    if suffix == ".html":
        from reasoner.letters.html_letter import render_page

        return render_page(letter, carried)
    if suffix == ".pdf":
        from reasoner.render.pdf.letter import render_pdf

        return render_pdf(letter, Attachment(ATTACHMENT, carried), NOTES_HEADING, settings.font)
    from reasoner.render.docx.letter import render_word, template_of
    from reasoner.render.docx.package import BadPackage

    template, name = template_of(letter.kind, settings.templates)
    made = render_word(letter, Attachment(NAMESPACE, carried), template, name)
    if settings.templates is not None:
        from reasoner.letters.verify_letter import unsaid
        from reasoner.letters.word_text import visible_in_word

        try:
            visible = visible_in_word(made)
        except BadPackage as error:
            message = f"按这个模板写不出完整的 Word 文档:{error}"
            hint = "在 Word 或 WPS 里打开模板,另存为 .docx"
            raise Faults([Diagnostic("T104", name, message, hint=hint)]) from None
        lost = unsaid(letter, [p for header in visible.headers for p in header] + list(visible.paragraphs))
        if lost:
            raise Faults(
                [
                    Diagnostic("T105", name, f"按这个模板,文书漏了必须写明的内容:{what}", hint=_KEEP)
                    for what in lost[:20]
                ]
            )
    return made


_KEEP: Final = "模板里保留各部分的 段 和 表,或者用 正文 逐部分列出;见 字段说明"


def write_templates(
    folder: Path, besides: Mapping[Path, bytes] | None = None, overwriting: Overwriting | None = None
) -> list[Path]:
    """Write the standard templates and the sheet of their fields into a folder, and files besides; all or none.

    Raises Faults (U107, U109).
    """
    from policy_dsl.ingest.output_guard import NEW_ONLY
    from reasoner.letters.field_reference import NAME, sheet
    from reasoner.letters.output_paths import write_all
    from reasoner.letters.template_parts import PARTS
    from reasoner.render.docx.letter import SHIPPED

    if os.path.exists(folder) and not os.path.isdir(folder):
        raise Faults([Diagnostic("U107", str(folder), "这不是目录,不能写入模板", hint="换一个目录")])
    files = {folder / f"{kind}.docx": (SHIPPED / f"{kind}.docx").read_bytes() for kind in KINDS}
    files[folder / NAME] = sheet(PARTS).encode()
    written = {**(besides or {}), **files}
    write_all(written, overwriting or NEW_ONLY)
    return list(written)
