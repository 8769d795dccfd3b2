"""Each kind of page: from its model to HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reasoner.render.html.comparison_page_model import ComparisonPage, HandoverPage
from reasoner.render.html.letter_page_model import FieldReference, LetterPage
from reasoner.render.html.simulation_page_model import SimulationPage
from reasoner.render.html.topic_page_model import TopicsPage
from reasoner.render.typeset import on_screen

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent
_LETTER_STYLE: Final = "styles/letter.css"
_IN_SCRIPT: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What must not stand as it is in JSON within a page."""


def comparison_page(page: ComparisonPage) -> str:
    """The page of one or several comparisons."""
    return _worded("comparison", page=page)


def handover_page(page: HandoverPage) -> str:
    """The page with what regions say by topic, and their comparisons in effect."""
    return _worded("handover", page=page)


def topics_page(page: TopicsPage) -> str:
    """The page of a table of topics."""
    return _worded("topics", page=page)


def simulation_page(page: SimulationPage) -> str:
    """The page of a simulation over a register."""
    return _worded("simulation", page=page)


def letter_page(page: LetterPage) -> str:
    """The page of a letter; its payload is an inert script."""
    return _filled("letter", page=page)


@cache
def letter_style() -> str:
    """The style sheet (CSS) of letters."""
    return (_FOLDER / _LETTER_STYLE).read_text(encoding="utf-8")


def field_reference_page(reference: FieldReference) -> str:
    """The page on what may stand in templates of letters."""
    return _filled("field_reference", reference=reference)


def _filled(name: str, **values: object) -> str:
    return _environment().get_template(f"templates/{name}.html.jinja").render(values)


def _worded(name: str, **values: object) -> str:
    """A page whose words are set with the marks that staff read; a letter's are set already, and are not touched again."""
    environment = _environment().overlay(finalize=_set)
    return environment.get_template(f"templates/{name}.html.jinja").render(values)


def _set(value: object) -> object:
    return on_screen(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    """Jinja with automatic escaping, in which a name that does not exist is an error. Loaded when a page is first made."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_FOLDER),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["in_script"] = _in_script
    return environment


def _in_script(json_text: str) -> str:
    """JSON as the content of a script element: the same data, and nothing in it ends the element."""
    return json_text.translate(_IN_SCRIPT)
