"""入库: names that the program lacks, by a form: a kind of institution, a matter, an indicator, other words for one, a place, an organ."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.draft_folders import corpus_root
from reasoner.driver.window.entry_publishing import take_up
from reasoner.driver.window.wording import typed
from reasoner.office.keeping import form_key, once
from reasoner.office.pages.field import Field, FieldKind, options, with_faults
from reasoner.office.rules_watch import WATCH
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

if TYPE_CHECKING:
    from reasoner.driver.own_names import FieldForm

_MOST_CHOSEN = 12
"""Values up to which a field is a choice; of more they are proposed."""


def names(request: HttpRequest) -> HttpResponse:
    """The form for an entry of one table of names; what is wrong with it stands beside the fields, and nothing is written."""
    from reasoner.driver import own_names  # which brings the compiler along: no first page waits for it

    source = request.POST if request.method == "POST" else request.GET
    tables = own_names.tables()
    table = source.get("table", "") or "机构类型"
    if table not in tables:
        raise Http404
    forms = own_names.fields(table)
    given = {f.key: source.get(f"v:{f.key}", "").strip() for f in forms}
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":

        def make() -> str:
            corpus_root().mkdir(mode=0o700, parents=True, exist_ok=True)
            own_names.enter(table, given)
            take_up()
            return f"/entry/names?table={quote(table)}&saved={quote(given.get('名称') or given.get('地区') or table)}"

        try:
            address = once(request.POST.get("key", ""), make)
            WATCH.noted()
            return see(address)
        except Faults as error:
            faults = tuple(_placed(f, [form.key for form in forms]) for f in error.diagnostics)
        except OSError:
            faults = (Diagnostic("U107", "规则库", "规则库的目录不能建立", hint="检查数据目录的写入权限"),)
    made = [_field(f, own_names.choices(table, f.key), given[f.key]) for f in forms]
    fields, others = with_faults(made, faults, {f.key: f"v:{f.key}" for f in forms})
    values = {
        "section": "entry", "table": table, "tables": tables, "fields": fields, "faults": others, "any": bool(faults), "key": form_key(),
        "saved": request.GET.get("saved", ""),
    }  # fmt: skip
    return page(
        request, "entry_names.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _field(form: FieldForm, choices: tuple[str, ...], value: str) -> Field:
    hint = typed(form.explained) + ("；几个用、隔开" if form.several else "")
    name = f"v:{form.key}"
    if choices and not form.several and len(choices) <= _MOST_CHOSEN:
        empty = None if form.needed and value else "（请选择）"
        return Field(
            name, form.key, FieldKind.SELECT, hint, options(choices, empty), required=form.needed, values=(value,)
        )
    if choices and form.several:
        hint += f"。可以写：{'、'.join(choices[:20])}{'……' if len(choices) > 20 else ''}"
    return Field(name, form.key, hint=hint, choices=choices, required=form.needed, values=(value,))


def _placed(fault: Fault, keys: list[str]) -> Fault:
    """A fault of an entry with the key as its place, where it names one."""
    from msgspec.structs import replace

    last = fault.where.rpartition(" · ")[2]
    key = next((k for k in keys if last == k or fault.where.endswith(k)), "")
    return replace(fault, where=key) if key else fault
