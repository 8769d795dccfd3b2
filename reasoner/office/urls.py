"""The addresses of the window, and what answers each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from reasoner.office.views import (
    batch_files,
    batches,
    bureau,
    case_files,
    case_papers,
    cases,
    comparing,
    entry,
    entry_cases,
    entry_names,
    entry_publish,
    entry_received,
    entry_text,
    home,
    ledger,
    lookup,
    mapping,
    own_tokens,
    plans,
    programs,
    record_entries,
    review,
    simulating,
    site,
    statistics,
    writing,
)
from reasoner.office.views.entry import of_draft


def of_rules(name: str) -> Callable[..., HttpResponse]:
    """A view of the page on which rules are written. It brings the compiler along, for which no first page waits."""

    def answered(request: HttpRequest, document: str, **more: str) -> HttpResponse:
        from reasoner.office.views import entry_rules as of

        views: dict[str, Callable[..., HttpResponse]] = {
            "rules": of.rules, "live": of.live, "words": of.words, "earlier": of.earlier,
        }  # fmt: skip
        return views[name](request, document, **more)

    return answered


def of_accounts() -> list[URLPattern]:
    """The addresses of an office for many: signing in, one's own account, the pages of the administrators."""
    from reasoner.office.views import account_keeping, sign_in

    return [
        path("sign-in", sign_in.sign_in),
        path("sign-out", sign_in.sign_out),
        path("found", sign_in.founding),
        path("account", sign_in.own_account),
        path("account/password", sign_in.own_password),
        path("account/sign-out", sign_in.sign_out_all),
        path("office", account_keeping.office),
        path("office/new", account_keeping.new),
        path("office/account/<int:number>", account_keeping.one),
        path("office/account/<int:number>/propose", account_keeping.propose),
        path("office/account/<int:number>/unlock", account_keeping.unlock),
        path("office/account/<int:number>/sign-out", account_keeping.sign_out_account),
        path("office/changes", account_keeping.changes),
        path("office/change/<int:number>/agree", account_keeping.agree),
        path("office/change/<int:number>/refuse", account_keeping.refuse),
        path("office/change/<int:number>/take-back", account_keeping.take_back),
        path("office/flows", account_keeping.flows),
        path("office/passwords", account_keeping.password_rules),
    ]


handler400: Final = "reasoner.office.views.faults.refused_page"
handler404: Final = "reasoner.office.views.faults.missing_page"
handler500: Final = "reasoner.office.views.faults.broken_page"

urlpatterns = [
    path("healthz", site.health),
    path("static/<str:digest>/<str:name>", site.static),
    path("", home.todo),
    path("todo/step", home.waiting),
    path("settle", home.settle),
    path("settle/bureau", bureau.bureau),
    path("ask", lookup.ask),
    path("search", lookup.search),
    path("judge", batches.judge),
    path("judge/form.xlsx", batches.form),
    path("judge/send", batches.send),
    path("judge/new", writing.begin),
    path("judge/draft/<int:number>", writing.write),
    path("judge/draft/<int:number>/frame", writing.frame),
    path("judge/draft/<int:number>/out", writing.take_out),
    path("judge/draft/<int:number>/finish", writing.finish),
    path("judge/draft/<int:number>/discard", writing.discard),
    path("batch/<int:number>", batches.batch),
    path("batch/<int:number>/again", batches.again),
    path("batch/<int:number>/mapping", mapping.mapping),
    path("batch/<int:number>/anew", batches.anew),
    path("batch/<int:number>/summary", batches.summary),
    path("batch/<int:number>/stop", batches.stop),
    path("batch/<int:number>/source", batch_files.source),
    path("batch/<int:number>/marked.xlsx", batch_files.marked),
    path("batch/<int:number>/results.xlsx", batch_files.results),
    path("batch/<int:number>/letters.zip", batch_files.archive),
    path("case/<int:number>", cases.case),
    path("case/<int:number>/at/<int:judgement>", cases.earlier),
    path("case/<int:number>/verdict.json", cases.verdict_json),
    path("case/<int:number>/edit", cases.edit),
    path("case/<int:number>/again", cases.again),
    path("case/<int:number>/decide", cases.decide),
    path("case/<int:number>/letter", cases.letter),
    path("case/<int:number>/letter/<int:letter>", cases.kept_letter),
    path("case/<int:number>/final", cases.letter, {"final": True}),
    path("files", case_files.files),
    path("files/new", case_files.receive),
    path("files/tables", plans.tables),
    path("files/tables/send", plans.send),
    path("files/plans", plans.plans),
    path("files/batch", plans.assessment),
    path("file/<int:number>", case_files.case_file),
    path("file/<int:number>/step", case_files.step),
    path("file/<int:number>/attach", case_papers.attach),
    path("file/<int:number>/paper/<int:place>", case_papers.paper),
    path("file/<int:number>/receipt", case_papers.receipt),
    path("file/<int:number>/index.docx", case_papers.file_index),
    path("ledger", ledger.ledger),
    path("ledger/send", ledger.send),
    path("ledger/new", ledger.new),
    path("ledger/import/<int:number>", ledger.waiting),
    path("ledger/import/<int:number>/take", ledger.take),
    path("ledger/import/<int:number>/leave", ledger.leave),
    path("ledger/item/<int:number>/remove", ledger.remove),
    path("ledger/register", ledger.institutions),
    path("compare", comparing.compare),
    path("compare/begin", comparing.begin),
    path("compare/topics", comparing.topics),
    path("compare/<int:number>", comparing.comparison),
    path("compare/<int:number>/page", comparing.whole),
    path("compare/<int:number>/again", comparing.again),
    path("compare/<int:number>/stop", comparing.stop),
    path("simulate", simulating.simulate),
    path("simulate/new", simulating.supposed),
    path("simulate/begin", simulating.begin),
    path("simulate/<int:number>", simulating.simulation),
    path("simulate/<int:number>/again", simulating.again),
    path("simulate/<int:number>/stop", simulating.stop),
    path("simulate/<int:number>/result.html", simulating.file, {"form": ".html"}),
    path("simulate/<int:number>/result.xlsx", simulating.file, {"form": ".xlsx"}),
    path("simulate/<int:number>/result.json", simulating.file, {"form": ".json"}),
    path("entry/<str:document>/rules", of_draft(of_rules("rules"))),
    path("entry/<str:document>/rules/live", of_rules("live")),
    path("entry/<str:document>/rules/words", of_rules("words")),
    path("entry/<str:document>/rules/earlier/<str:name>", of_rules("earlier")),
    path("review", review.rules),
    path("review/rule", review.rule),
    path("review/readings", review.readings),
    path("review/reading", review.reading),
    path("entry", entry.documents),
    path("entry/send", entry.send),
    path("entry/names", entry_names.names),
    path("entry/<str:document>", of_draft(entry.overview)),
    path("entry/<str:document>/leave", of_draft(entry.leave)),
    path("entry/<str:document>/received", of_draft(entry_received.received)),
    path("entry/<str:document>/settle", of_draft(entry_received.settle)),
    path("entry/<str:document>/give", of_draft(entry_received.give)),
    path("entry/<str:document>/file", of_draft(entry_received.file)),
    path("entry/<str:document>/scan", of_draft(entry_received.scan)),
    path("entry/<str:document>/page/<int:number>.png", of_draft(entry_received.picture)),
    path("entry/<str:document>/text", of_draft(entry_text.text)),
    path("entry/<str:document>/correct", of_draft(entry_text.correct)),
    path("entry/<str:document>/readings", of_draft(entry_text.readings)),
    path("entry/<str:document>/readings/remove", of_draft(entry_text.remove_reading)),
    path("entry/<str:document>/cases", of_draft(entry_cases.cases)),
    path("entry/<str:document>/cases/new", of_draft(entry_cases.new)),
    path("entry/<str:document>/cases/<int:number>", of_draft(entry_cases.case)),
    path("entry/<str:document>/cases/<int:number>/frame", of_draft(entry_cases.frame)),
    path("entry/<str:document>/cases/<int:number>/out", of_draft(entry_cases.take_out)),
    path("entry/<str:document>/cases/<int:number>/remove", of_draft(entry_cases.remove)),
    path("entry/<str:document>/publish", of_draft(entry_publish.publish)),
    path("entry/<str:document>/at/<str:version>", of_draft(entry_publish.standing)),
    path("entry/<str:document>/at/<str:version>/file", of_draft(entry_publish.file)),
    path("entry/<str:document>/at/<str:version>/effects", of_draft(entry_publish.effects)),
    path("statistics", statistics.statistics),
    path("statistics/table.xlsx", statistics.workbook),
    path("statistics/table.docx", statistics.document),
    path("record", record_entries.record),
    path("record/head", record_entries.head),
    path("record/folder.zip", record_entries.folder),
    path("record/<int:number>", record_entries.entry),
    path("record/<int:number>/line.json", record_entries.line),
    path("case/<int:number>/package.zip", record_entries.package),
    path("tokens", own_tokens.tokens),
    path("tokens/<int:number>/end", own_tokens.end),
    path("api/v1/check", programs.check),
    path("api/v1/ask", programs.ask),
    path("api/v1/clauses", programs.clauses),
    path("api/v1/documents", programs.documents),
    path("api/v1/compare", programs.compare),
    path("api/v1/openapi.json", programs.openapi),
    path("doc", lookup.documents),
    path("doc/<str:document>", lookup.document),
    path("doc/<str:document>/<str:address>", lookup.clause),
    *(of_accounts() if settings.TIAOLI_TEAM else ()),
]
