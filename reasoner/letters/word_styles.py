"""The styles of a Word file: what text inherits from defaults, styles, table styles, theme and numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from policy_dsl.ingest.xml_tree import Element, parse
from reasoner.letters.word_elements import WORD, name_of
from reasoner.letters.word_properties import (
    CELL,
    PARAGRAPH,
    ROW,
    RUN,
    TABLE,
    Test,
    dark,
    is_on,
    is_text_font,
    objections,
    value,
)

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME_NAMES: Final = {
    "text1": "dk1", "dark1": "dk1", "text2": "dk2", "dark2": "dk2", "background1": "lt1", "light1": "lt1",
    "background2": "lt2", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_GROUPS: Final[Mapping[str, Mapping[str, Test]]] = {
    "rPr": RUN, "pPr": PARAGRAPH, "tblPr": TABLE, "trPr": ROW, "tcPr": CELL
}  # fmt: skip


def numbers_text(properties: Element | None) -> bool:
    """Whether such properties (numPr) set a number before a paragraph; those of list 0 take one away."""
    number = None if properties is None else properties.find(f"{WORD}numId")
    return properties is not None and (number is None or value(number) != "0")


class Styles:
    """What the parts of a file besides its text make of the text. Raises NotWellFormed for a part that is no XML."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._styles: dict[str, Element] = {}
        self._default = ""
        self._defaults: tuple[Element, ...] = ()
        root = parse(parts["word/styles.xml"]) if parts.get("word/styles.xml") else None
        for style in () if root is None else root.findall(f"{WORD}style"):
            identity = value(style, "styleId")
            self._styles.setdefault(identity, style)
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                self._default = self._default or identity
        if root is not None:
            groups = (f"{WORD}docDefaults/{WORD}{group}Default/{WORD}{group}" for group in ("rPr", "pPr"))
            self._defaults = tuple(e for path in groups for e in root.findall(path))
        self._of_style: dict[tuple[str, bool], tuple[tuple[str, ...], bool]] = {}

    def inherited(self, style: str, *, of_paragraph: bool) -> tuple[tuple[str, ...], bool]:
        """What text of a style inherits that hides it, by name of property, and whether the style numbers its paragraphs.

        of_paragraph: with the defaults of the file, and the default style where none is named.
        """
        key = (style, of_paragraph)
        if key not in self._of_style:
            faults: list[str] = []
            groups: list[Element] = []
            for each in self._chain(style or (self._default if of_paragraph else "")):
                groups += [g for g in each.iter() if name_of(g.tag) in _GROUPS]
            groups += list(self._defaults) if of_paragraph else []
            for group in groups:
                faults += self.objections(group)
            numbers = (n for g in groups if (n := g.find(f"{WORD}numPr")) is not None)
            numbered = numbers_text(next(numbers, None))  # that of the style itself before those that it is based on
            self._of_style[key] = (tuple(dict.fromkeys(faults)), numbered)
        return self._of_style[key]

    def _chain(self, style: str) -> Iterator[Element]:
        visited: set[str] = set()
        while style and style not in visited and style in self._styles:
            visited.add(style)
            element = self._styles[style]
            yield element
            parent = element.find(f"{WORD}basedOn")
            style = "" if parent is None else value(parent)

    def objections(self, group: Element) -> list[str]:
        """What of a group of properties hides text, by name."""
        kind = name_of(group.tag)
        faults = objections(group, _GROUPS[kind], name_of)
        mark = group.find(f"{WORD}rPr") if kind == "pPr" else None
        faults += [] if mark is None else self.objections(mark)
        if kind == "rPr":
            colour, fonts = group.find(f"{WORD}color"), group.find(f"{WORD}rFonts")
            faults += ["color"] * (colour is not None and not self._is_dark(colour))
            faults += ["rFonts"] * (fonts is not None and not self._is_readable(fonts))
        return faults

    def _is_dark(self, colour: Element) -> bool:
        theme = value(colour, "themeColor")
        if not theme:
            return dark(value(colour) or "auto")
        if value(colour, "themeTint") not in ("", "FF", "ff") or self._remapped:
            return False
        return dark(self._theme_colours.get(_THEME_NAMES.get(theme, theme), ""))

    def _is_readable(self, fonts: Element) -> bool:
        names = [value(fonts, n) for n in ("ascii", "hAnsi", "eastAsia")]
        if any(value(fonts, f"{n}Theme") for n in ("ascii", "hAnsi", "eastAsia")):
            names += self._theme_fonts
        return all(is_text_font(n) for n in names)

    @cached_property
    def _theme(self) -> Element | None:
        content = self._parts.get("word/theme/theme1.xml") or self._parts.get("word/theme/theme.xml")
        return parse(content) if content else None

    @cached_property
    def _theme_colours(self) -> dict[str, str]:
        scheme = None if self._theme is None else self._theme.find(f".//{_DRAWING}clrScheme")
        colours = {}
        for each in () if scheme is None else scheme:
            inner = each[0] if len(each) else None
            if inner is not None:
                colours[name_of(each.tag).rpartition(":")[2]] = inner.get("lastClr") or inner.get("val") or ""
        return colours

    @cached_property
    def _theme_fonts(self) -> list[str]:
        if self._theme is None:
            return []
        ways = (
            f".//{_DRAWING}{group}/{_DRAWING}{kind}" for group in ("majorFont", "minorFont") for kind in ("latin", "ea")
        )
        return [font.get("typeface") or "" for way in ways for font in self._theme.findall(way)]

    @cached_property
    def _settings(self) -> Element | None:
        content = self._parts.get("word/settings.xml")
        return parse(content) if content else None

    @cached_property
    def _remapped(self) -> bool:
        """Whether the settings give the names of theme colours another meaning."""
        mapping = None if self._settings is None else self._settings.find(f"{WORD}clrSchemeMapping")
        usual = {"t1": "dark1", "bg1": "light1", "t2": "dark2", "bg2": "light2"}
        return mapping is not None and any(value(mapping, n) not in ("", v) for n, v in usual.items())

    @property
    def odd_and_even(self) -> bool:
        """Whether pages with even numbers have heads of their own."""
        switch = None if self._settings is None else self._settings.find(f"{WORD}evenAndOddHeaders")
        return switch is not None and is_on(switch)

    def words_of_numbers(self) -> list[str]:
        """The words that numbering sets before paragraphs, beyond the numbers."""
        content = self._parts.get("word/numbering.xml")
        texts = [] if not content else [value(e) for e in parse(content).iter(f"{WORD}lvlText")]
        bare = (re.sub(r"%\d", "", t) for t in texts)
        return list(dict.fromkeys(t for t in bare if t != "o" and any(c.isalnum() for c in t)))
