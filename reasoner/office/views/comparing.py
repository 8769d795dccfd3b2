"""比较: topics of regions at once; effects of regions, documents and readings in the background, kept."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import cases, terms, texts, worker
from reasoner.driver.window.comparison_answer import ComparisonAnswer, Question, runnable_readings
from reasoner.driver.window.wording import titled
from reasoner.office import jobs, store
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table, to_text
from reasoner.office.models import Comparison
from reasoner.office.pages.relation_chart import charts
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def compare(request: HttpRequest) -> HttpResponse:
    """What may be compared, and what was."""
    return _compare(request, {}, ())


def _compare(request: HttpRequest, given: dict[str, list[str]], faults: tuple[Fault, ...]) -> HttpResponse:
    values = {
        "section": "compare", "regions": terms.governed_regions(), "documents": texts.all_documents(), "given": given,
        "readings": runnable_readings(), "matters": terms.matters(), "kept": Comparison.objects.defer("page").order_by("-id"),
        "faults": faults, "key": form_key(),
    }  # fmt: skip
    return page(
        request, "compare.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def topics(request: HttpRequest) -> HttpResponse:
    """What regions say, topic by topic."""
    from reasoner.driver.window import comparing

    names = tuple(n for n in request.GET.getlist("name") if n)
    try:
        if len(set(names)) < 2:
            raise Faults(
                [Diagnostic("U136", "地区", "按主题比较要有两个以上不同的地区", "、".join(terms.governed_regions()))]
            )
        listed = comparing.topics(names)
    except Faults as error:
        return _compare(request, {"name": list(names)}, error.diagnostics)
    return page(request, "topics.html.jinja", {"section": "compare", "topics": listed, "names": names})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a comparison in the background."""
    from reasoner.driver.window import comparing

    given = {k: request.POST.getlist(k) for k in request.POST}
    names = tuple(dict.fromkeys(n for n in given.get("name", []) if n))
    reading = request.POST.get("reading", "")
    question = Question(
        () if reading else names, reading, tuple(m for m in given.get("matter", []) if m), (),
        request.POST.get("as_of", "").strip(), request.POST.get("turn") == "1",
    )  # fmt: skip
    try:
        comparing.check(question)
    except Faults as error:
        return _compare(request, given, error.diagnostics)
    titles = terms.documents_by_title()
    called = [titled(titles[n]) if n in titles else n for n in names]
    title = f"换一种理解：{reading.partition('/')[2] or reading}" if reading else " · ".join(called)
    begun: list[Comparison] = []

    def make() -> str:
        kept = Comparison.objects.create(question=to_text(question), title=title, state=State.WAITING, created=now())
        begun.append(kept)
        return f"/compare/{kept.pk}"

    address = once(request.POST.get("key", ""), make)
    for kept in begun:
        _begin(kept, question)
    return see(address)


def _begin(kept: Comparison, question: Question) -> None:
    job = worker.Job(task=worker.Task.COMPARISON, compare=question)
    jobs.start(kept, job, b"", _take(kept.pk, cases.rules_digest())).join(1.0)


_RULES: Final = "rules"
"""Under which an outcome keeps the digest of the rules that were compared."""


def _take(number: int, rules: str) -> Callable[[Path], None]:
    def take(folder: Path) -> None:
        outcome = table((folder / worker.RESULT).read_text(encoding="utf-8"))
        Comparison.objects.filter(pk=number).update(
            outcome=to_text({**outcome, _RULES: rules}),
            page=zlib.compress((folder / worker.PAGE).read_bytes(), 6),
            finished=now(),
        )

    return take


def _kept(number: int) -> Comparison:
    kept = Comparison.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """A comparison: how far it is, or what it comes to."""
    kept = _kept(number)
    outcome = table(kept.outcome)
    if kept.state != State.DONE:
        values = {
            "section": "compare", "kept": kept, "waiting": kept.state in (State.WAITING, State.RUNNING),
            "faults": store.faults_in(outcome.get("faults", [])),
        }  # fmt: skip
        return page(request, "comparing.html.jinja", values)
    answer = msgspec.convert(outcome, ComparisonAnswer)
    question = msgspec.json.decode(kept.question, type=Question)
    older = outcome.get(_RULES) not in (None, cases.rules_digest())
    values = {
        "section": "compare", "kept": kept, "answer": answer, "question": question, "charts": charts(answer), "older": older,
    }  # fmt: skip
    return page(request, "comparison.html.jinja", values)


def whole(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a comparison, which needs nothing else: of its own it may use its own style, by its digest."""
    kept = _kept(number)
    if not kept.page:
        raise Http404
    content = zlib.decompress(bytes(kept.page)).decode()
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in _STYLE.findall(content)]
    styles = " ".join(f"'sha256-{d}'" for d in digests) or "'none'"
    policy = f"default-src 'none'; style-src {styles}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    response = HttpResponse(content)
    response.headers["Content-Security-Policy"] = policy
    if request.GET.get("save") == "1":
        response.headers["Content-Disposition"] = f'attachment; filename="compare-{number}.html"'
    return response


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begin anew with a comparison that was interrupted, or that compared earlier rules."""
    kept = _kept(number)
    states = (State.STOPPED, State.FAILED, State.DONE)
    free = Comparison.objects.filter(pk=number, state__in=states)
    if free.update(state=State.WAITING, done=0, total=0, outcome="{}"):
        _begin(kept, msgspec.json.decode(kept.question, type=Question))
    return see(f"/compare/{number}")


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a comparison."""
    jobs.stop(_kept(number))
    return see(f"/compare/{number}")
