"""入库: the text in clauses with their natures, corrections of it, and the readings of the document."""

from __future__ import annotations

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver.window import entry_text
from reasoner.driver.window.entry import Entry
from reasoner.office.keeping import form_key
from reasoner.office.pages.entry_form import named
from reasoner.office.pages.field import Field, FieldKind, with_faults
from reasoner.office.templating import page
from reasoner.office.views.entry import opened
from reasoner.office.views.redirect import see_made

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_NOT_CITED = "L606"
"""A reading that no rule cites yet: it was just registered, and is nothing wrong."""
_ROWS = 100
"""Clauses on one page."""
_NATURE = "n:"
"""How the fields of natures begin; behind it the address."""


def with_text(document: str) -> Entry:
    """The draft of a document that has a text. Raises Http404."""
    entry = opened(document)
    if entry.without_text:
        raise Http404
    return entry


def text(request: HttpRequest, document: str) -> HttpResponse:
    """The clauses with their proposed natures, which are changed here."""
    entry = with_text(document)
    if request.method != "POST":
        return _text(request, entry, {}, ())
    chosen = {
        k.removeprefix(_NATURE): [v for v in request.POST.getlist(k) if v]
        for k in request.POST
        if k.startswith(_NATURE)
    }
    by, digest = request.POST.get("by", ""), request.POST.get("digest", "")
    at = request.POST.get("page", "1")

    def make() -> str:
        entry_text.set_natures(entry, chosen, by, digest)
        return f"/entry/{document}/text?page={at if at.isdecimal() else 1}&saved=1"

    return see_made(request, make, lambda faults: _text(request, entry, {"by": by, "page": at}, faults, chosen))


def _text(
    request: HttpRequest,
    entry: Entry,
    given: dict[str, str],
    faults: tuple[Fault, ...],
    chosen: dict[str, list[str]] | None = None,
) -> HttpResponse:
    rows = entry_text.rows(entry)
    paginator = Paginator(rows, _ROWS)
    part = paginator.get_page(given.get("page") or request.GET.get("page"))
    (by,), others = with_faults([named("经办人", given.get("by", ""))], faults, {"经办人": "by"})
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "rows": part, "by": by, "faults": others,
        "any": bool(faults), "key": form_key(), "digest": entry.digest, "natures": entry_text.natures(), "chosen": chosen or {},
        "number": len(rows), "corrections": entry.record.corrections, "saved": request.GET.get("saved") == "1",
    }  # fmt: skip
    return page(request, "entry_text.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


# --- corrections ----------------------------------------------------------------------------------------------

_DEEDS = ("clause", "whole", "mask", "unmask")
_OF_CORRECTION = {"改正人": "by", "理由": "reason", "改正后的文字": "words", "整篇正文": "words", "遮盖": "reason"}


def correct(request: HttpRequest, document: str) -> HttpResponse:
    """One clause, a masked span, or the whole text, to be corrected against the received file."""
    entry = with_text(document)
    source = request.POST if request.method == "POST" else request.GET
    deed = source.get("deed", "whole")
    if deed not in _DEEDS:
        raise Http404
    address, number = source.get("clause", ""), source.get("number", "")
    given = {k: request.POST.get(k, "") for k in ("words", "reason", "by", "digest")}
    if request.method != "POST":
        return _correct(request, entry, deed, address, number, {}, ())

    def make() -> str:
        at, by, digest = address, given["by"], given["digest"]
        match deed:
            case "clause":
                entry_text.correct_clause(entry, at, given["words"], given["reason"], by, digest)
            case "mask":
                entry_text.mask_clause(entry, at, given["reason"], by, digest)
            case "unmask":
                entry_text.unmask(entry, int(number) if number.isdecimal() else -1, by, digest)
            case _:
                entry_text.correct_text(entry, given["words"], given["reason"], by, digest)
        return f"/entry/{document}/text?saved=1"

    return see_made(request, make, lambda faults: _correct(request, entry, deed, address, number, given, faults))


def _correct(
    request: HttpRequest,
    entry: Entry,
    deed: str,
    address: str,
    number: str,
    given: dict[str, str],
    faults: tuple[Fault, ...],
) -> HttpResponse:
    clause = next(
        (r.clause for r in entry_text.rows(entry) if r.clause is not None and r.clause.address == address), None
    )
    index = int(number) if number.isdecimal() else -1
    masks = entry.record.masked
    if (deed in ("clause", "mask") and clause is None) or (deed == "unmask" and not 0 <= index < len(masks)):
        raise Http404
    whole = entry.texts.get(entry_text.TEXT, "")
    before = whole if clause is None else whole[clause.start : clause.end]
    made: list[Field] = []
    if deed in ("clause", "whole"):
        label = "改正后的文字" if deed == "clause" else "整篇正文"
        hint = "照原件；▒ 是遮盖的文字，不动" if deed == "whole" else "照原件"
        made.append(Field("words", label, FieldKind.AREA, hint, values=(given.get("words", before),)))
    if deed != "unmask":
        hint = "如 原件第2页是“65%”，读成了“60%”" if deed != "mask" else "不属于本文件的是什么，如 网站菜单"
        made.append(Field("reason", "理由", hint=hint, required=True, values=(given.get("reason", ""),)))
    made.append(named("改正人", given.get("by", "")))
    fields, others = with_faults(made, faults, _OF_CORRECTION)
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "deed": deed, "clause": clause, "number": number,
        "mask": masks[index] if deed == "unmask" else None, "fields": fields, "faults": others, "any": bool(faults), "key": form_key(),
        "digest": entry.digest, "before": before if deed != "whole" else "",
    }  # fmt: skip
    return page(request, "entry_correct.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


# --- readings -------------------------------------------------------------------------------------------------

_READING_FIELDS = (
    ("name", "名称", "如 市本级范围；规则里另起一行写 据 解释 名称，引用它", True),
    ("question", "问的是什么", "原文的哪句话有几种理解", True),
    ("used", "采用哪一种理解", "", True),
    ("alternative", "另一种理解", "", True),
    ("basis", "为什么这样读", "引原文，写明地址", True),
    ("covers", "规则中由它支撑的词", "原文没有、由这条理解得出的词，几个用、隔开；没有的不写", False),
    ("accounts", "由它说明的规定用词", "原文里的规定用词，几个用、隔开；没有的不写", False),
)


def readings(request: HttpRequest, document: str) -> HttpResponse:
    """The readings of the draft; one is registered or changed here."""
    entry = with_text(document)
    if request.method != "POST":
        return _readings(request, entry, request.GET.get("name", ""), {}, ())
    given = {k: request.POST.get(k, "") for k, *_ in _READING_FIELDS} | {"by": request.POST.get("by", "")}

    def make() -> str:
        entry_text.save_reading(entry, given["name"], given, given["by"], request.POST.get("digest", ""))
        return f"/entry/{document}/readings?saved=1"

    return see_made(request, make, lambda faults: _readings(request, entry, "", given, faults))


@require_POST
def remove_reading(request: HttpRequest, document: str) -> HttpResponse:
    """Take a reading out of the draft."""
    entry = with_text(document)
    name = request.POST.get("name", "")

    def make() -> str:
        entry_text.remove_reading(entry, name, request.POST.get("by", ""), request.POST.get("digest", ""))
        return f"/entry/{document}/readings"

    return see_made(request, make, lambda faults: _readings(request, entry, name, {}, faults))


def _readings(
    request: HttpRequest, entry: Entry, name: str, given: dict[str, str], faults: tuple[Fault, ...]
) -> HttpResponse:
    listed: tuple[entry_text.DraftReading, ...] = ()
    try:
        listed = entry_text.readings(entry)
    except Faults as error:
        faults = (*faults, *error.diagnostics)
    chosen = next((r for r in listed if r.name == name), None)
    written = given or ({"name": chosen.name, **chosen.fields} if chosen is not None else {})
    made = [
        Field(key, label, FieldKind.TEXT if key in ("name", "covers", "accounts") else FieldKind.AREA, hint, required=needed,
              values=(written.get(key, ""),))
        for key, label, hint, needed in _READING_FIELDS
    ]  # fmt: skip
    fields, others = with_faults([*made, named("经办人", given.get("by", ""))], faults, _reading_names())
    wrong = tuple(f.fault for f in entry.compiled.faults if "readings.toml" in f.where and f.code != _NOT_CITED)
    waiting = [f.where.rpartition("[")[2].rstrip("]") for f in entry.compiled.faults if f.code == _NOT_CITED]
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "readings": listed, "fields": fields, "faults": others,
        "any": bool(faults), "key": form_key(), "digest": entry.digest, "chosen": chosen, "wrong": wrong, "waiting": waiting, "saved": request.GET.get("saved") == "1",
    }  # fmt: skip
    return page(request, "entry_readings.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _reading_names() -> dict[str, str]:
    return {"经办人": "by", **{key: key for key, *_ in _READING_FIELDS}}
