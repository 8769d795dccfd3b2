"""Word templates of our own filled in without Jinja, which takes longer to load than a letter takes to make.

Ours hold four things only: a field, a loop over a field, a choice by what a field says, and by whether it says anything.
They are filled here as Jinja fills them, which a test holds for every letter; those of offices go through Jinja, which
can tell an office what is wrong with its template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

Field: TypeAlias = "str | int | Sequence[Field] | Mapping[str, Field]"
"""What a template may place: words, a number, a list to repeat, or a group of further fields by name."""
Fields: TypeAlias = Mapping[str, Field]
"""Fields by name."""
Filler: TypeAlias = Callable[[Fields], str]
"""What a piece of a template becomes with these fields."""
Condition: TypeAlias = Callable[[Fields], bool]
"""Whether a branch is taken."""

_MARK: Final = re.compile(r"(\{[{%].*?[%}]\})", re.DOTALL)
_PLACE: Final = re.compile(r"\{\{ ([\w.]+) \}\}")
_LOOP: Final = re.compile(r"\{% for (\w+) in ([\w.]+) %\}")
_BRANCH: Final = re.compile(r"\{% (?:el)?if ([\w.]+)(?: == '([^']*)')? %\}")
_ELSE: Final = "{% else %}"


def apart(source: str) -> str:
    """A part of a template of ours with its loops and conditions outside the paragraphs and rows that hold them.

    In these every field, loop and condition is the whole of one text; `DocxTemplate.patch_xml` does the same for any.
    """
    source = re.sub(r"<w:t>(?=[^<]*\{[{%])", '<w:t xml:space="preserve">', source)
    for kind in ("tr", "p"):
        enclosing = re.compile(rf"<w:{kind}[ >](?:(?!<w:{kind}[ >]).)*?\{{%{kind} ([^%]*%\}}).*?</w:{kind}>", re.DOTALL)
        source = enclosing.sub(r"{% \1", source)
    return source


def fill(source: str, fields: Fields) -> str:
    """A part of a template of ours with these fields. Raises KeyError for one that is missing, ValueError as `_filler`."""
    return _filler(source)(fields)


@lru_cache(maxsize=64)
def _filler(source: str) -> Filler:
    """A part of a template, read once for all letters. Raises ValueError for a mark that ours never hold."""
    tokens = iter(_MARK.split(apart(source).replace("\n", " ")))
    filler, end = _sequence(tokens)
    if end:
        raise ValueError(end)
    return filler


def _sequence(tokens: Iterator[str]) -> tuple[Filler, str]:
    """What stands up to the end of a loop or branch, and the mark that ends it; empty at the end of the part."""
    pieces: list[Filler] = []
    end = ""
    for token in tokens:
        if not _MARK.fullmatch(token):
            pieces.append(_words(token))
        elif place := _PLACE.fullmatch(token):
            pieces.append(_placed(place[1]))
        elif loop := _LOOP.fullmatch(token):
            pieces.append(_repeated(loop[1], loop[2], tokens))
        elif token.startswith("{% if "):
            pieces.append(_chosen(token, tokens))
        else:
            end = token
            break
    return lambda fields: "".join([piece(fields) for piece in pieces]), end


def _words(text: str) -> Filler:
    return lambda _: text


def _placed(name: str) -> Filler:
    """A field's words, escaped as markupsafe escapes them."""

    def escaped(fields: Fields) -> str:
        text = str(_reached(fields, name)).replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
        return text.replace("'", "&#39;").replace('"', "&#34;")

    return escaped


def _repeated(item: str, name: str, tokens: Iterator[str]) -> Filler:
    """A piece once for each item of a list."""
    body, end = _sequence(tokens)
    if end != "{% endfor %}":
        raise ValueError(end)

    def repeated(fields: Fields) -> str:
        items = _reached(fields, name)
        assert isinstance(items, Sequence)
        return "".join([body({**fields, item: each}) for each in items])

    return repeated


def _chosen(token: str, tokens: Iterator[str]) -> Filler:
    """The piece of the first branch whose condition holds."""
    branches: list[tuple[Condition, Filler]] = []
    while branch := _BRANCH.fullmatch(token):
        condition = _condition(branch[1], branch[2])
        body, token = _sequence(tokens)
        branches.append((condition, body))
    if token == _ELSE:
        body, token = _sequence(tokens)
        branches.append((lambda _: True, body))
    if token != "{% endif %}":
        raise ValueError(token)
    return lambda fields: next((body(fields) for condition, body in branches if condition(fields)), "")


def _condition(name: str, text: str | None) -> Condition:
    """That a field says these words; without words, that it says anything."""
    if text is None:
        return lambda fields: bool(_reached(fields, name))
    return lambda fields: _reached(fields, name) == text


def _reached(fields: Fields, name: str) -> Field:
    """The field of a name; a point leads into a group."""
    group, _, inner = name.partition(".")
    field = fields[group]
    if not inner:
        return field
    assert isinstance(field, Mapping)
    return field[inner]
