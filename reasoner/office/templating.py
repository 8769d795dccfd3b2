"""Pages from templates: Jinja, everything escaped, a name that does not exist is an error."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from policy_dsl.diagnostics import Fault, Faults
from policy_dsl.reading import status_words
from reasoner.driver.window import wording
from reasoner.driver.window.rules_in_use import RulesInUse, name_of, rules_in_use
from reasoner.office.address_names import address_words, method_words
from reasoner.office.office_clock import CLOCK, SetBack
from reasoner.office.pages.field import Field
from reasoner.office.typed_fields import field_words

FOLDER: Final = Path(__file__).parent
STATIC: Final = {
    "office.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml",
    "rule_editor.css": "text/css; charset=utf-8", "rule_editor.js": "text/javascript; charset=utf-8",
    "codemirror.js": "text/javascript; charset=utf-8",
}  # fmt: skip
"""The files that pages use, by name with their media type."""
_NOTHING: Final[Mapping[str, object]] = {}
SECTIONS: Final = (
    ("todo", "/", "待办"),
    ("ask", "/ask", "查条"),
    ("judge", "/judge", "研判"),
    ("files", "/files", "案件"),
    ("ledger", "/ledger", "台账"),
    ("compare", "/compare", "比较"),
    ("simulate", "/simulate", "模拟"),
    ("review", "/review", "复核"),
    ("statistics", "/statistics", "统计"),
    ("record", "/record", "记录"),
    ("entry", "/entry", "入库"),
)
"""The main navigation."""


MAY: Final = "tiaoli.may"
"""Under which a request carries a function by which a template asks whether who signed in may send a form to an address."""
SECTIONS_OPEN: Final = "tiaoli.sections"
"""Under which a request carries the sections that are open to who signed in; without accounts all are."""
SIGNER: Final = "by"
"""What the field of a form is called that asks who does something."""
PERSON: Final = "tiaoli.person"
"""Under which a request carries the name of who signed in."""
RULES_STATE: Final = "tiaoli.rules"
"""Under which a request that was let in carries the state of the rules."""


class RulesState(NamedTuple):
    """How the rules in use stand to their files."""

    since: str
    """When they were loaded."""
    loading: bool
    """Whether newer ones are being compiled."""
    faults: tuple[Fault, ...]
    """Why newer ones were not taken; none: there are none."""


def _everything(address: str) -> bool:
    """Without accounts every address is open."""
    return bool(address)


def _rules(request: HttpRequest) -> tuple[RulesState, RulesInUse] | None:
    """The rules by which a request is answered; None for whoever was not let in, or where they cannot be read."""
    state = request.META.get(RULES_STATE)
    try:
        return (state, rules_in_use()) if isinstance(state, RulesState) else None
    except Faults:
        return None


def _set_back(request: HttpRequest) -> SetBack | None:
    """By what the clock of the machine was set back, for whoever was let in."""
    return CLOCK.set_back() if RULES_STATE in request.META else None


def page(
    request: HttpRequest, template: str, values: Mapping[str, object] = _NOTHING, status: int = 200
) -> HttpResponse:
    """The page that a template makes of values."""
    # The token is asked for by every form of the page, and once is enough.
    field = cache(lambda: _form_token(request))
    sections, person = request.META.get(SECTIONS_OPEN, SECTIONS), request.META.get(PERSON, "")
    shared = {
        "form_token": field,
        "may": request.META.get(MAY, _everything),
        "sections": sections,
        "section": "",
        "in_use": _rules(request),
        "person": person,
        "set_back": _set_back(request),
    }
    given = {name: _signed(name, value, person) for name, value in values.items()} if person else values
    return HttpResponse(environment().get_template(template).render({**shared, **given}), status=status)


def _signed(name: str, value: object, person: str) -> object:
    """A field that asks who does something, with the name of who signed in: nobody signs for another."""
    if name == SIGNER and not value:
        return person
    if isinstance(value, Field) and value.name == SIGNER:
        return value._replace(values=(person,))
    if isinstance(value, tuple) and any(isinstance(v, Field) for v in value):
        return tuple(_signed("", v, person) for v in value)
    return value


def part(template: str, values: Mapping[str, object]) -> SafeString:
    """A part of a page that is the same for every request."""
    return SafeString(environment().get_template(template).render(values))


def _form_token(request: HttpRequest) -> SafeString:
    """The hidden field that a form carries so that no other site can send it."""
    return part("form_token.html.jinja", {"token": get_token(request)})


@cache
def environment() -> Environment:
    """The environment of all templates."""
    made = Environment(
        autoescape=True,
        auto_reload=False,
        loader=FileSystemLoader(FOLDER / "templates"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "named": name_of,
        "typed": wording.typed,
        "faulty": wording.fault_words,
        "spot": wording.typed,
        "day": wording.day_words,
        "standing": lambda status: wording.typed(status_words(status)),
        "quoted": wording.quoted,
        "titled": wording.titled,
        "placed": wording.placed,
        "moment": lambda at: wording.moment_words(at) if at else "",
        "exact_moment": lambda at: f"{wording.moment_words(at, seconds=True)}（北京时间）",
        "moment_day": lambda at: wording.day_words(wording.moment_day(at)),
        "clock": wording.moment_clock,
        "field_words": field_words,
        "address_words": address_words,
        "method_words": method_words,
    }
    made.globals["static"] = static_address
    return made


_OPENED_MOST: Final = (
    "parts", "case", "document", "document_text", "clause", "batch", "judge", "ask", "form_token",
)  # fmt: skip
"""The pages, and parts of pages, that people open after the first one."""


def compile_most() -> None:
    """Compile the templates that people meet most, so that none of them waits for it: it takes ten times what a page takes."""
    for name in _OPENED_MOST:
        environment().get_template(f"{name}.html.jinja")


@cache
def static_address(name: str) -> str:
    """The address of a file that pages use; it changes with the file, so that browsers may keep it."""
    digest = hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"
