"""The addresses of the window, and what answers each."""

from __future__ import annotations

from typing import Final

from django.urls import path

from reasoner.office.views import (
    batch_files,
    batches,
    bureau,
    cases,
    comparing,
    home,
    ledger,
    lookup,
    mapping,
    review,
    site,
    writing,
)

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
    path("case/<int:number>/final", cases.letter, {"final": True}),
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
    path("review", review.rules),
    path("review/rule", review.rule),
    path("review/readings", review.readings),
    path("review/reading", review.reading),
    path("doc", lookup.documents),
    path("doc/<str:document>", lookup.document),
    path("doc/<str:document>/<str:address>", lookup.clause),
]
