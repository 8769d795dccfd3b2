"""入库: two signatures and publication; what is published is withdrawn or corrected, and what rested on it is listed."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from policy_dsl.diagnostics import Fault, Faults
from policy_dsl.ir import JsonValue
from reasoner.driver import draft_folders
from reasoner.driver.window import entry_effects, entry_publishing, entry_receiving, texts
from reasoner.driver.window.entry import Entry
from reasoner.driver.window.entry_publishing import SAID_LAST, Standing
from reasoner.office import store, trail
from reasoner.office.acting import actor
from reasoner.office.keeping import form_key
from reasoner.office.models import Case, DecisionRecord, Judgement, LetterRecord
from reasoner.office.pages.entry_form import named, publishing_fields
from reasoner.office.pages.field import Field, with_faults
from reasoner.office.templating import page
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.entry import opened
from reasoner.office.views.redirect import see_made

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_BYTES = "application/octet-stream"
_DEEDS = {
    "force": "写明文件效力", "sign": "签署入库文件", "publish": "发布入库文件", "withdraw": "撤下入库文件", "correct": "更正入库文件",
}  # fmt: skip
"""What the record calls each deed."""


def publish(request: HttpRequest, document: str) -> HttpResponse:
    """From which day, by whom signed, and the publication itself."""
    entry = opened(document)
    if request.method != "POST":
        return _publish(request, entry, "", dict(entry.record.fields), ())
    deed = request.POST.get("deed", "")
    given = {k: request.POST.get(k, "").strip() for k in (*SAID_LAST, "by", "digest")}

    def make() -> str:
        # Recorded first: where the deed is refused, the transaction takes the entry back.
        if deed in _DEEDS:
            noted: dict[str, JsonValue] = {"文件": document, "姓名": given["by"], "摘要": given["digest"]}
            trail.note(_DEEDS[deed], noted, actor(request).name)
        match deed:
            case "force":
                entry_publishing.say_force(entry, given, given["by"], given["digest"])
            case "sign":
                entry_publishing.sign(entry, given["by"], given["digest"])
            case "publish":
                made = entry_publishing.publish(entry, given["by"], given["digest"])
                effects_of = "/effects" if made.replaced else ""
                return f"/entry/{document}/at/{made.version}{effects_of}"
            case _:
                raise Http404
        return f"/entry/{document}/publish"

    written = given if deed == "force" else {**entry.record.fields, "by": given["by"]}
    return see_made(request, make, lambda faults: _publish(request, entry, deed, written, faults))


def _publish(
    request: HttpRequest, entry: Entry, deed: str, given: dict[str, str], faults: tuple[Fault, ...]
) -> HttpResponse:
    versions = [
        f.version
        for f in draft_folders.folders()
        if f.document == entry.document and f.version != "draft" and not f.withdrawn
    ]
    known = next((d for d in texts.all_documents() if d.id == entry.document), None)
    names = dict.fromkeys(
        (*versions, *(known.versions if known is not None else ()), *([known.version] if known else ()))
    )
    compiled = () if entry.without_text else tuple(f.fault for f in entry.compiled.faults if "meta.toml" in f.where)
    fields, others = publishing_fields(given, tuple(names), (*(faults if deed == "force" else ()), *compiled))
    (by,), others = with_faults(
        [named("经办人", given.get("by", "") if deed == "force" else "")], others, {"经办人": "by"}
    )
    (signer,), of_signing = with_faults(
        [named("签署人", given.get("by", "") if deed == "sign" else "", hint="第一人或者第二人的姓名")],
        faults if deed == "sign" else (), {"签署人": "by"},
    )  # fmt: skip
    (publisher,), of_publishing = with_faults(
        [named("发布人", given.get("by", "") if deed == "publish" else "")],
        faults if deed == "publish" else (),
        {"发布人": "by"},
    )
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "fields": fields, "by": by, "faults": others,
        "signer": signer, "of_signing": of_signing, "publisher": publisher, "of_publishing": of_publishing, "any": deed if faults else "",
        "obstacles": entry_publishing.obstacles(entry), "signatures": entry_publishing.signatures(entry),
        "signers": entry_publishing.valid_signers(entry), "key": form_key(), "digest": entry.digest,
        "unknown": entry_receiving.unknown_issuers(entry), "left": None if entry.without_text else entry.compiled.left, "version": entry.place.version,
    }  # fmt: skip
    return page(request, "entry_publish.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


# --- what is published ----------------------------------------------------------------------------------------


def _standing(document: str, version: str, *, withdrawn: bool) -> Standing:
    known = entry_publishing.standing(document, version, withdrawn=withdrawn)
    if known is None:
        raise Http404
    return known


def standing(request: HttpRequest, document: str, version: str) -> HttpResponse:
    """A version that is published, set aside or withdrawn; it is corrected or withdrawn here."""
    source = request.POST if request.method == "POST" else request.GET
    of = _standing(document, version, withdrawn=source.get("withdrawn", "") == "1")
    if request.method != "POST":
        return _version(request, of, "", {}, ())
    deed = request.POST.get("deed", "")
    given = {k: request.POST.get(k, "").strip() for k in ("by", "reason")}

    def make() -> str:
        if deed in _DEEDS:
            noted: dict[str, JsonValue] = {
                "文件": document,
                "版本": version,
                "姓名": given["by"],
                "理由": given["reason"],
            }
            trail.note(_DEEDS[deed], noted, actor(request).name)
        if deed == "withdraw" and not of.folder.withdrawn:
            entry_publishing.withdraw(of, given["by"], given["reason"])
            return f"/entry/{document}/at/{version}?withdrawn=1"
        if deed == "correct":
            entry_publishing.begin_correction(of, given["by"], given["reason"])
            return f"/entry/{document}"
        raise Http404

    return see_made(request, make, lambda faults: _version(request, of, deed, given, faults))


def _version(
    request: HttpRequest, of: Standing, deed: str, given: dict[str, str], faults: tuple[Fault, ...]
) -> HttpResponse:
    def form(name: str) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
        written = given if deed == name else {}
        hint = "如 第三条的数字录错" if name == "correct" else "如 施行日期登记有误"
        made = [
            Field("reason", "理由", required=True, hint=hint, values=(written.get("reason", ""),)),
            named("经办人", written.get("by", "")),
        ]
        return with_faults(made, faults if deed == name else (), {"理由": "reason", "经办人": "by"})

    correct, of_correct = form("correct")
    withdraw, of_withdraw = form("withdraw")
    values = {
        "section": "entry", "of": of, "record": of.record, "document": of.folder.document, "version": of.folder.version,
        "correct": correct, "of_correct": of_correct, "withdraw": withdraw, "of_withdraw": of_withdraw, "any": deed if faults else "",
        "key": form_key(), "corrected": _corrections(of),
    }  # fmt: skip
    return page(request, "entry_standing.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _corrections(of: Standing) -> int:
    """How many corrections a version has seen."""
    versions = (of.folder.version, *(() if of.record is None else of.record.corrected))
    return sum(len(draft_folders.earlier(of.folder.document, version)) for version in versions)


def file(request: HttpRequest, document: str, version: str) -> HttpResponse:
    """The received file of a version."""
    of = _standing(document, version, withdrawn=request.GET.get("withdrawn", "") == "1")
    if of.record is None:
        raise Http404
    try:
        return file_answer(of.record.file, draft_folders.received(of.folder, of.record), _BYTES)
    except Faults as error:
        raise Http404 from error


class Concerned(NamedTuple):
    """A kept application that rested on what a correction changed."""

    case: Case
    clauses: tuple[str, ...]
    decided: bool
    """Whether somebody has decided on it."""
    last: bool
    """Whether it is its last verdict that rested on it; else it was judged again since."""


class ConcernedLetter(NamedTuple):
    """A letter made from a verdict that rested on what a correction changed."""

    letter: LetterRecord
    case: Case
    clauses: tuple[str, ...]
    judged: bool
    """Whether the case was judged again since."""
    replaced: LetterRecord | None
    """A final letter that was made since on a later verdict; None: there is none."""


class Resting(NamedTuple):
    """What rested on what a correction changed."""

    cases: list[Concerned]
    letters: list[ConcernedLetter]
    """Final ones first."""


def effects(request: HttpRequest, document: str, version: str) -> HttpResponse:
    """What corrections of a version changed, and the applications, decisions and letters that rested on it."""
    of = _standing(document, version, withdrawn=False)
    changed = entry_effects.corrections(document, version, () if of.record is None else of.record.corrected)
    resting = _resting(document, entry_effects.present(changed, version)) if changed else Resting([], [])
    values = {
        "section": "entry", "of": of, "document": document, "version": version, "changed": changed,
        "concerned": resting.cases, "letters": resting.letters,
    }  # fmt: skip
    return page(request, "entry_effects.html.jinja", values)


def _resting(document: str, present: entry_effects.Present) -> Resting:
    rested: dict[int, tuple[int, tuple[str, ...]]] = {}
    by_judgement: dict[int, tuple[str, ...]] = {}
    last: dict[int, int] = {}
    for case, pk, verdict in Judgement.objects.order_by("id").values_list("case", "pk", "verdict").iterator(200):
        last[case] = pk
        clauses = entry_effects.rested(bytes(verdict), document, present)
        if clauses:
            rested[case], by_judgement[pk] = (pk, clauses), clauses
    decided = set(DecisionRecord.objects.values_list("case", flat=True).distinct().iterator()) & {*rested}
    known = store.with_files().in_bulk(list(rested))
    concerned = [
        Concerned(known[case], clauses, case in decided, last[case] == pk)
        for case, (pk, clauses) in sorted(rested.items(), reverse=True)
        if case in known
    ]
    every = LetterRecord.objects.defer("content").order_by("-final", "-id").iterator()
    made = [x for x in every if x.case_id in known]
    finals = {x.case_id: x for x in reversed(made) if x.final and x.judgement_id not in by_judgement}
    letters = [
        ConcernedLetter(
            x, known[x.case_id], by_judgement[x.judgement_id], last[x.case_id] not in by_judgement,
            later if (later := finals.get(x.case_id)) is not None and later.judgement_id > x.judgement_id else None,
        )
        for x in made
        if x.judgement_id in by_judgement
    ]  # fmt: skip
    return Resting(concerned, letters)
