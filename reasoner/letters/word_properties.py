"""Whether properties of text, paragraphs, tables and pages leave text such as a reader sees it.

Each property that may stand has a test of its value; every other is refused. A value is judged on every level of a
chain (defaults, styles, table styles, the text itself), so that nothing is hidden by what it inherits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from policy_dsl.ingest.xml_tree import Element
from reasoner.letters.word_elements import WORD

Test = Callable[[Element], bool]
"""Whether a property's value leaves text visible."""


def value(element: Element, name: str = "val") -> str:
    """An attribute of Word's; empty where it is not there."""
    return element.get(f"{WORD}{name}") or ""


def is_on(element: Element) -> bool:
    """Whether a switch is on."""
    return value(element) not in ("false", "0", "off", "none")


def _any(_: Element) -> bool:
    return True


def _off(element: Element) -> bool:
    return not is_on(element)


def _within(least: float, most: float, *names: str) -> Test:
    """Whether each of these attributes that is there is a number within bounds; no name: the value, which must be."""

    def test(element: Element) -> bool:
        texts = (
            [value(element, n) for n in names if element.get(f"{WORD}{n}") is not None] if names else [value(element)]
        )
        return all(_NUMBER.fullmatch(t) is not None and least <= float(t) <= most for t in texts)

    return test


_NUMBER: Final = re.compile(r"-?\d{1,6}(\.\d{1,3})?")
_DARKEST_GROUND: Final = 0.55
_LIGHTEST_TEXT: Final = 0.40


def luminance(colour: str) -> float | None:
    """How light a colour is, from 0 to 1 (relative luminance); None: no colour."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return None
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dark(colour: str) -> bool:
    """Whether text of a colour is read on white and on a light ground."""
    light = luminance(colour)
    return colour == "auto" or (light is not None and light <= _LIGHTEST_TEXT)


def _light_ground(element: Element) -> bool:
    fill = value(element, "fill") or "auto"
    light = luminance(fill)
    plain = value(element) in ("", "clear", "nil") and not value(element, "themeFill")
    return plain and (fill == "auto" or (light is not None and light >= _DARKEST_GROUND))


def _spacing_of_lines(element: Element) -> bool:
    if not _within(0, 5000, "before", "after", "beforeLines", "afterLines")(element):
        return False
    least = 240 if value(element, "lineRule") == "exact" else 160
    return value(element, "lineRule") == "atLeast" or _within(least, 2000, "line")(element)


def _of_theme_text(element: Element) -> bool:
    """Whether a fill of text is the theme's colour of text, unchanged, as WPS writes it."""
    tags = [str(e.tag).rpartition("}")[2] for e in element.iter()]
    colours = [v for e in element.iter() for name, v in e.attrib.items() if str(name).endswith("}val")]
    return tags == ["textFill", "solidFill", "schemeClr"] and colours == ["tx1"]


def _not_exact(element: Element) -> bool:
    return value(element, "hRule") != "exact"


def _wide_enough(element: Element) -> bool:
    return value(element, "type") not in ("dxa", "") or _within(300, 20000, "w")(element)


def _one_of(*allowed: str) -> Test:
    return lambda element: value(element) in allowed


def _all(names: str, test: Test = _any) -> dict[str, Test]:
    return dict.fromkeys(names.split(), test)


RUN: Final[Mapping[str, Test]] = {
    **_all("rStyle b bCs i iCs caps smallCaps noProof snapToGrid lang kern u em bdr vertAlign rFonts color"),
    **_all("vanish webHidden specVanish strike dstrike outline emboss imprint shadow rtl effect", _off),
    **_all("sz szCs", _within(12, 200)),
    "highlight": _one_of("none", "yellow", "cyan", "lightGray", "white", "green"),
    "shd": _light_ground,
    "spacing": _within(-20, 200),
    "w": _within(50, 200),
    "position": _within(-12, 12),
    "wordml:textFill": _of_theme_text,
    **_all("wordml:ligatures wordml:numForm wordml:numSpacing wordml:stylisticSets wordml:cntxtAlts"),
}
"""Properties of text. Colours and fonts are tested where the theme is known (`word_styles`)."""

PARAGRAPH: Final[Mapping[str, Test]] = {
    **_all(
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr suppressLineNumbers pBdr suppressAutoHyphens kinsoku"
        " wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid contextualSpacing"
        " mirrorIndents jc textAlignment outlineLvl rPr sectPr divId cnfStyle tabs"
    ),
    "bidi": _off,
    "shd": _light_ground,
    "spacing": _spacing_of_lines,
    "ind": lambda e: (
        _within(-600, 4000, "left", "right", "start", "end", "firstLine", "hanging")(e)
        and _within(-300, 1300, "leftChars", "rightChars", "startChars", "endChars", "firstLineChars", "hangingChars")(
            e
        )
    ),
    "textDirection": _one_of("lrTb"),
}
TABLE: Final[Mapping[str, Test]] = {
    **_all(
        "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook tblStyleRowBandSize tblStyleColBandSize tblCaption"
    ),
    **_all("tblDescription"),
    "bidiVisual": _off,
    "shd": _light_ground,
    "tblInd": _within(-600, 1500, "w"),
}
ROW: Final[Mapping[str, Test]] = {
    **_all("cantSplit tblHeader jc cnfStyle gridBefore gridAfter wBefore wAfter"),
    "trHeight": _not_exact,
}
CELL: Final[Mapping[str, Test]] = {
    **_all("gridSpan tcBorders noWrap tcMar vAlign cnfStyle hideMark"),
    "tcW": _wide_enough,
    "vMerge": _one_of("restart"),
    "shd": _light_ground,
    "textDirection": _one_of("lrTb"),
}
PAGE: Final[Mapping[str, Test]] = {
    **_all(
        "headerReference footerReference docGrid type pgNumType formProt footnotePr endnotePr noEndnote paperSrc pgBorders"
    ),
    "cols": _within(1, 2, "num"),
    "titlePg": _off,
    "bidi": _off,
    "rtlGutter": _off,
    "textDirection": _one_of("lrTb"),
    "pgSz": _within(8000, 25000, "w", "h"),
    "pgMar": _within(0, 4000, "top", "bottom", "left", "right", "header", "footer", "gutter"),
}
GRID: Final[Mapping[str, Test]] = {"gridCol": _within(300, 20000, "w")}

_FONT: Final = re.compile(
    r"(times|arial|calibri|cambria|courier|consolas|georgia|verdana|tahoma|helvetica|segoe ui$"
    r"|liberation|dejavu|carlito|caladea|noto s|source han|songti|heiti|kaiti|fangsong|sim(sun|hei|fang|kai)|nsimsun|st[a-z]+$|fz"
    r"|microsoft yahei|dengxian|yu(mincho|gothic| )|ms (p?mincho|p?gothic)|wenquanyi|ar pl|droid sans|pmingliu|mingliu|pingfang"
    r"|wps|aptos|lucida)",
    re.IGNORECASE,
)


def is_text_font(name: str) -> bool:
    """Whether a font sets characters as themselves, as fonts of symbols do not. Empty: none is asked for."""
    of_chinese = any("\u3400" <= c <= "\u9fff" or "\u3040" <= c <= "\u30ff" for c in name)
    return not name or of_chinese or _FONT.match(name) is not None


def objections(properties: Iterable[Element], allowed: Mapping[str, Test], names: Callable[[object], str]) -> list[str]:
    """The names of those among some properties that may not stand, or not with their values."""
    faults = []
    for each in properties:
        name = names(each.tag)
        if name:
            test = allowed.get(name)
            if test is None or not test(each):
                faults.append(name)
    return faults
