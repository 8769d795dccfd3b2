"""A table whose headers or values are not known: a person says what they are, and it is read again as another file."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver.window.table_columns import mapping_of
from reasoner.office import files_store
from reasoner.office.acting import actor
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table, to_text
from reasoner.office.models import Batch
from reasoner.office.pages.mapping_form import column_fields, stated, value_fields
from reasoner.office.templating import page
from reasoner.office.views.batches import begin
from reasoner.office.views.redirect import see


def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """The columns and values of a table of which a person may say what they are."""
    kept = files_store.batch(number)
    uses = files_store.uses_of(kept)
    if not uses.columns and not uses.values:
        raise Http404
    given: dict[str, str] | None = None
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        given = {k: request.POST.get(k, "") for k in request.POST}
        try:
            return see(_read_again(request, kept, stated(uses, given)))
        except Faults as error:
            faults = error.diagnostics
    values, others = value_fields(uses, given, faults)
    shown_values = {
        "section": "judge", "batch": kept, "columns": column_fields(uses, given), "values": values, "faults": others,
        "any": bool(faults), "key": form_key(),
    }  # fmt: skip
    return page(
        request,
        "mapping.html.jinja",
        shown_values,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
    )


def _read_again(request: HttpRequest, kept: Batch, meanings: dict[str, object]) -> str:
    """Judge the file once more with what was written; what it came to before stays. Raises Faults."""
    mapping_of(meanings)
    begun: list[Batch] = []
    before = table(kept.mapping)
    merged = {k: _merged(before.get(k), v) for k, v in {**before, **meanings}.items()}

    def make() -> str:
        content = bytes(Batch.objects.values_list("content", flat=True).get(pk=kept.pk))
        made = Batch.objects.create(
            name=kept.name,
            content=content,
            as_of=kept.as_of,
            state=State.WAITING,
            created=now(),
            mapping=to_text(merged),
        )
        begun.append(made)
        return f"/batch/{made.pk}"

    address = once(request.POST.get("key", ""), make)
    for made in begun:
        begin(made, bytes(made.content), actor(request).name)
    return address


def _merged(before: object, after: object) -> object:
    """What was written of a kind of table, or of values, before, with what is written now."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    return {k: _merged(before.get(k), after.get(k, before.get(k))) for k in {**before, **after}}
