"""The letter desk: from verdicts to files, and from a file back to what it proves. The driver calls this and no more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting
from policy_dsl.reading import DIRECT_EFFECT, GUIDANCE, ConfirmationState
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.letters.decision import Decision
from reasoner.letters.decision_objections import objections_to
from reasoner.letters.embedded_verdict import ATTACHMENT, NAMESPACE, Decided, Payload, packed
from reasoner.letters.final_letter import final_letter
from reasoner.letters.joined_letter import joined
from reasoner.letters.letter_composition import letter_of, points_open
from reasoner.letters.letter_parts import Case
from reasoner.letters.letter_types import KINDS, OUTWARD, TELLING, default_kind
from reasoner.letters.output_paths import plan, write_all
from reasoner.letters.phrases import NOTES_HEADING, SHARED
from reasoner.letters.settings import Settings
from reasoner.letters.settled import check_settings, settled_for
from reasoner.letters.signing_organs import competent, may_sign
from reasoner.letters.worker_processes import values
from reasoner.letters.written_blanks import objections_to_written
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.render.letter_model import Attachment, Letter, Office, Settled

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


def make_letters(
    verdicts: Iterable[Verdict], base: RuleBase, output: str, sources: Sequence[Path], settings: Settings,
    kind: str = "", consideration: str = "", decisions: Sequence[Decision] = (), decisions_name: str = "--decision",
    final: bool = False, progress: Progress | None = None, written: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[Path, tuple[Made, bytes]]:  # fmt: skip
    """One letter an application, of one kind or of the kind each outcome calls for, by the file where it is to stand.

    Many are laid out by several processes, which changes nothing of them. progress: is told how many are, of how many.
    Raises Faults with every application that bears no such letter, every fault of a template, or a name that is not usable.
    """
    made: list[tuple[Payload, Letter]] = []
    faults: list[Diagnostic] = []
    check_settings(settings, base)
    if decisions:
        verdicts = list(verdicts)
        faults = objections_to(decisions, verdicts, base.vocabulary, decisions_name)
        if faults:
            raise Faults(faults)
    decided = {d.application: d for d in decisions}
    written = written or {}
    unread = set(written)
    within = {n for d in decisions for n in d.joined}
    others = {v.application: v for v in verdicts if v.application in within} if within else {}
    for verdict in verdicts:
        if verdict.application in within:
            continue
        decision = decided.get(verdict.application)
        besides = tuple(Decided(others[n], decided[n]) for n in decision.joined) if decision is not None else ()
        payload = Payload(
            kind or default_kind(verdict, uncertain_in(base), decision), consideration, verdict,
            decision=decision, joined=besides, final=final, settled=settled_for(settings, verdict, base), written=dict(written.get(verdict.application, {})),
        )  # fmt: skip
        unread.discard(verdict.application)
        try:
            made.append((payload, letter_on(payload, base, settings)))
        except Faults as error:
            faults += error.diagnostics
    faults += [
        Diagnostic("T121", f"{decisions_name} · 文书 · {n[:40]}", "没有为这个编号单独出具的文书")
        for n in sorted(unread)
    ]
    if faults:
        raise Faults(faults)
    items = [_named(p, letter) for p, letter in made]
    paths = plan(output, items, sources)

    def laid_out(index: int) -> bytes | tuple[Diagnostic, ...]:
        payload, letter = made[index]
        suffix = paths[index].suffix.lower()
        try:
            return render(letter, packed(_with_settings(payload, suffix, settings)), suffix, settings)
        except Faults as error:
            return error.diagnostics if len(made) == 1 else _named_in(error.diagnostics, payload.verdict.application)

    files = {}
    for index, content in enumerate(values(laid_out, len(made))):
        if not isinstance(content, bytes):
            raise Faults(content)
        payload, letter = made[index]
        files[paths[index]] = Made(payload.verdict.application, letter.kind, letter.draft), content
        if progress is not None:
            progress(index + 1, len(made))
    return files


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
    faults = objections_to_written(payload.kind, payload.written, payload.verdict.application)
    if faults:
        raise Faults(faults)
    cases = [_case(payload, payload.verdict, payload.decision, base, settings)]
    cases += [_case(payload, d.verdict, d.decision, base, settings) for d in payload.joined]
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
    if not payload.final:
        return letter
    points = [p for kind, case in zip(kinds, cases, strict=True) for p in points_open(kind, case)]
    return final_letter(letter, points, payload.verdict.application)


def _case(payload: Payload, verdict: Verdict, decision: Decision | None, base: RuleBase, settings: Settings) -> Case:
    """What a letter is made from. Raises Faults (T125) where the organ that is to sign has no competence."""
    signing = "" if payload.settled is None else payload.settled.signing
    if signing and payload.kind in OUTWARD and not may_sign(signing, verdict, base.vocabulary):
        organs = competent(verdict, base.vocabulary)
        why, names = ("机构所在地不明", "") if organs is None else (organs.why, "、".join(organs.full_names))
        where = f"{settings.path or '设置'} · 机关 · {signing}"
        message = f"申请 {verdict.application}:「{signing}」不能就{verdict.matter}落款:{why}"
        raise Faults([Diagnostic("T125", where, message, names, "改正设置里的 机关")])
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
        payload.consideration, blanks, decision, settled, payload.written,
        not signing and not may_sign(settings.office.name, verdict, base.vocabulary),
    )  # fmt: skip


def uncertain_in(base: RuleBase) -> frozenset[str]:
    """The documents whose force is not known: nothing may rest on them alone."""
    return frozenset(d.id for d in base.documents.values() if d.doubtful)


def unnamed_in(base: RuleBase) -> dict[str, str]:
    """By our title, how letters name a document of which the received copy lacks title or number."""
    names = {}
    for document in base.documents.values():
        lacking = "、".join(m.what for m in document.missing)
        if "题名" in lacking:
            names[document.title] = SHARED["blank_title"]
        elif "发文字号" in lacking and not document.number:
            names[document.title] = SHARED["blank_number"].format(title=document.title)
    return names


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
    folder: Path, besides: Mapping[Path, bytes] | None = None, overwriting: Overwriting = NEW_ONLY
) -> list[Path]:
    """Write the standard templates and the sheet of their fields into a folder, and files besides; all or none.

    Raises Faults (U107, U109).
    """
    from reasoner.letters.field_reference import NAME, sheet
    from reasoner.letters.template_parts import PARTS
    from reasoner.render.docx.letter import SHIPPED

    if os.path.exists(folder) and not os.path.isdir(folder):
        raise Faults([Diagnostic("U107", str(folder), "这不是目录,不能写入模板")])
    files = {folder / f"{kind}.docx": (SHIPPED / f"{kind}.docx").read_bytes() for kind in KINDS}
    files[folder / NAME] = sheet(PARTS).encode()
    written = {**(besides or {}), **files}
    write_all(written, overwriting)
    return list(written)
