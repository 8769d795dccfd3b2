"""查条: questions by fields or in words, a search, each document with its whole text, each clause."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from reasoner.driver.window import cases, terms, texts
from reasoner.office.pages.answer_page import (
    EFFECTS,
    FORCES,
    GOVERNS,
    answer_page,
    doubtful_documents,
    fact_words,
    passages_by_clause,
)
from reasoner.office.pages.document_page import DocumentPage, document_page
from reasoner.office.pages.field import Field, FieldKind, options, with_faults
from reasoner.office.rules_watch import WATCH
from reasoner.office.store import ledger
from reasoner.office.templating import page, part

_FIELDS: Final = {"--region": "region", "--type": "kind", "--matter": "matter", "--as-of": "as_of"}
EXAMPLES: Final = (
    "城阳区 民办养老院 新增院护床位", "药店 步行15分钟 同类型", "床位使用率低于75%怎么办", "谁来认定照护资源相对充足",
    "双通道药店要什么条件", "1号文件现在还有效吗",
)  # fmt: skip


def ask(request: HttpRequest) -> HttpResponse:
    """A question and its answers."""
    given = {name: request.GET.get(name, "").strip() for name in ("words", "region", "kind", "matter", "as_of")}
    listed, faults = texts.NOT_ASKED
    if any(given[n] for n in ("words", "region", "kind", "matter")):
        listed, faults = texts.answered(
            given["words"], region=given["region"], kind=given["kind"], matter=given["matter"],
            as_of=given["as_of"] or None, ledger=ledger(),
        )  # fmt: skip
    answers = [answer_page(a, terms.place_name(a.region)) for a in listed]
    blamed = {f.where: n for f in faults for option, n in _FIELDS.items() if f.where.startswith(option)}
    fields, others = with_faults(_fields(given), faults, blamed)
    values = {
        "section": "ask", "fields": fields, "faults": others, "answers": answers, "given": given, "examples": EXAMPLES,
        "effects": EFFECTS, "governs": GOVERNS, "fact_words": fact_words, "day": given["as_of"], "forces": FORCES,
        "another_day": any("适用日期" in n for a in listed for n in a.notes),
        "passages": passages_by_clause(listed), "doubtful": doubtful_documents(listed),
    }  # fmt: skip
    return page(request, "ask.html.jinja", values, status=422 if faults else 200)


def _fields(given: dict[str, str]) -> list[Field]:
    return [
        Field("region", "地区", choices=terms.places(), values=(given["region"],), hint="区县、市或者六位区划代码"),
        Field(
            "kind", "机构类型", FieldKind.SELECT, options=options(terms.kinds(), "（不限）"), values=(given["kind"],)
        ),
        Field(
            "matter",
            "事项",
            FieldKind.SELECT,
            options=options(terms.matters(), "（该类机构可申请的全部）"),
            values=(given["matter"],),
        ),
        Field("as_of", "适用日期", values=(given["as_of"],), hint="如 2024-05-01；不写为今天"),
    ]


def search(request: HttpRequest) -> HttpResponse:
    """The clauses that a query means."""
    query = request.GET.get("q", "").strip()
    region, matter = request.GET.get("region", "").strip(), request.GET.get("matter", "").strip()
    deciding = request.GET.get("deciding") == "1"
    result = texts.search(query, region, matter, deciding=deciding) if query else texts.SearchResult(None, ())
    values = {
        "section": "ask", "text": query, "result": result.result, "faults": result.faults, "near": result.near, "region": region, "matter": matter,
        "deciding": deciding, "places": terms.places(), "matters": terms.matters(), "effects": EFFECTS,
    }  # fmt: skip
    return page(request, "search.html.jinja", values)


def documents(request: HttpRequest) -> HttpResponse:
    """All documents."""
    return page(request, "documents.html.jinja", {"section": "ask", "documents": texts.all_documents()})


def document(request: HttpRequest, document: str) -> HttpResponse:
    """A document with its whole text."""
    kept = _document(document, WATCH.state.since, cases.rules_digest())
    if kept is None:
        raise Http404
    return page(request, "document.html.jinja", {"section": "ask", "page": kept[0], "text": kept[1]})


@lru_cache(maxsize=24)
def _document(document: str, since: str, rules: str) -> tuple[DocumentPage, SafeString] | None:
    """A document and its whole text as its page has it, laid out once for the rules in use. None: there is none.

    since: when these were loaded. rules: their digest, with reviews and confirmations.
    """
    text = texts.document_text(document)
    if text is None:
        return None
    laid_out = document_page(text)
    return laid_out, part("document_text.html.jinja", {"page": laid_out})


def clause(request: HttpRequest, document: str, address: str) -> HttpResponse:
    """A clause with all that belongs to it."""
    detail = texts.clause(document, address)
    if detail is None:
        raise Http404
    values = {"section": "ask", "clause": detail, "address": address, "document": document, "effects": EFFECTS}
    return page(request, "clause.html.jinja", values)
