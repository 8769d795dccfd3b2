"""The automatic numbers of a Word file, which stand nowhere in its text: definitions read, paragraphs counted in order.

A paragraph names a list (numId) and a level, itself or through its style. Lists that share an abstract definition count
on from each other, unless one says where it starts. What Word does where a level comes before the level above it is
not laid down: the level above is then printed with its start, and the number is marked as doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from policy_dsl.ingest.readers.number_formats import numeral
from policy_dsl.ingest.xml_tree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS: Final = 9
_MOST_STYLES: Final = 64
"""Styles in a chain; a longer chain goes in a circle."""


class Level(NamedTuple):
    """A level of a list as defined."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    """The number with what stands around it: 第%1条, %1.%2."""
    suffix: str = "tab"
    """What follows it: tab, space or nothing."""
    restart: int | None = None
    """The level, from 1, behind which it begins again; 0: never; None: behind every level above."""
    digits: bool = False
    """Whether the numbers of the levels above are in digits whatever their format (isLgl)."""
    style: str = ""
    """The paragraph style that stands for this level."""


class Number(NamedTuple):
    """An automatic number before a paragraph."""

    text: str
    """As printed; empty where the level prints none."""
    suffix: str
    """A blank behind it, or nothing."""
    doubt: str = ""
    """What a person should look at."""
    bullet: bool = False
    """Whether it is a mark without a number; such a mark is no text."""


class _Use(NamedTuple):
    """A list as a paragraph names it."""

    abstract: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int]
    """Where levels start in this list, by level."""


@dataclass
class Numbering:
    """The lists of a file and how far each has come."""

    uses: Mapping[str, _Use] = field(default_factory=dict)
    """Lists by numId."""
    styles: Mapping[str, Style] = field(default_factory=dict)
    """Paragraph styles by id."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    """How far each level of an abstract list has come; None where it has not begun."""
    begun: set[tuple[str, int]] = field(default_factory=set)
    """Lists and levels whose own start has been taken."""

    def number(self, properties: Element | None) -> Number | None:
        """The number of the next paragraph, from its properties; None where it has none. Counts on."""
        named = self._named(properties)
        if named is None:
            return None
        use, list_id, at = named
        if at >= len(use.levels):
            return Number("", "", f"编号的第{at + 1}级没有定义")
        counts = self.counts.setdefault(use.abstract, [None] * LEVELS)
        level = use.levels[at]
        if at in use.starts and (list_id, at) not in self.begun:
            counts[at] = use.starts[at]
        else:
            last = counts[at]
            counts[at] = use.starts.get(at, level.start) if last is None else last + 1
        self.begun.add((list_id, at))
        for below in range(at + 1, LEVELS):
            restart = use.levels[below].restart if below < len(use.levels) else None
            if restart is None or at < restart:
                counts[below] = None
        return _printed(use, at, counts)

    def _named(self, properties: Element | None) -> tuple[_Use, str, int] | None:
        """The list, its id and the level that a paragraph names, itself or by its style; None where none."""
        own = None if properties is None else properties.find(f"{W}numPr")
        list_id, at = value(own, "numId"), value(own, "ilvl")
        style = value(properties, "pStyle") or next((s.id for s in self.styles.values() if s.default), "")
        for known in chain(style, self.styles):
            if list_id:
                break
            list_id = known.list_id
            if list_id and not at:
                use = self.uses.get(list_id)
                by_style = [i for i, level in enumerate(use.levels) if level.style == known.id] if use else []
                at = str(by_style[0]) if by_style else known.level
        use = self.uses.get(list_id) if list_id and list_id != "0" else None
        return None if use is None else (use, list_id, min(_integer(at, 0), LEVELS - 1))


class Style(NamedTuple):
    """A style as far as text depends on it."""

    id: str
    based_on: str
    list_id: str = ""
    level: str = ""
    hidden: bool | None = None
    """Whether its text is hidden; None: as the style it is based on."""
    default: bool = False
    """Whether paragraphs without a style have it."""


def styles_of(root: Element | None) -> dict[str, Style]:
    """The styles of styles.xml by id."""
    styles = {}
    for node in () if root is None else root.iter(f"{W}style"):
        properties, run = node.find(f"{W}pPr"), node.find(f"{W}rPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        hidden = None if run is None or run.find(f"{W}vanish") is None else on(run.find(f"{W}vanish"))
        name = node.get(f"{W}styleId") or ""
        default = node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on")
        styles[name] = Style(name, value(node, "basedOn"), value(own, "numId"), value(own, "ilvl"), hidden, default)
    return styles


def chain(name: str, styles: Mapping[str, Style]) -> Iterator[Style]:
    """A style and those that it is based on, nearest first."""
    for _ in range(_MOST_STYLES):
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = style.based_on


def numbering_of(root: Element | None, styles: Mapping[str, Style]) -> Numbering:
    """The lists of numbering.xml."""
    if root is None:
        return Numbering(styles=styles)
    abstracts = {node.get(f"{W}abstractNumId") or "": node for node in root.iter(f"{W}abstractNum")}
    lists = {node.get(f"{W}numId") or "": node for node in root.iter(f"{W}num")}
    uses: dict[str, _Use] = {}
    for list_id, node in lists.items():
        name = _linked(value(node, "abstractNumId"), abstracts, lists, styles)
        if name not in abstracts:
            continue
        levels = {int(k): v for k, v in _levels(abstracts[name])}
        starts: dict[int, int] = {}
        for override in node.iter(f"{W}lvlOverride"):
            at = _integer(override.get(f"{W}ilvl"), 0)
            levels |= dict(_levels(override))
            if override.find(f"{W}startOverride") is not None:
                starts[at] = _integer(value(override, "startOverride"), 1)
        depth = max(levels, default=-1) + 1
        uses[list_id] = _Use(name, tuple(levels.get(i, Level(text=f"%{i + 1}.")) for i in range(depth)), starts)
    return Numbering(uses, styles)


def _linked(
    name: str, abstracts: Mapping[str, Element], lists: Mapping[str, Element], styles: Mapping[str, Style]
) -> str:
    """The definition that has the levels: one may refer to a style of lists, and that to another list."""
    for _ in range(_MOST_STYLES):
        node = abstracts.get(name)
        style = styles.get(value(node, "numStyleLink"))
        target = lists.get(style.list_id) if style else None
        if target is None:
            return name
        name = value(target, "abstractNumId")
    return name


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for node in parent.findall(f"{W}lvl"):
        at = _integer(node.get(f"{W}ilvl"), 0)
        if not 0 <= at < LEVELS:
            continue
        restart = node.find(f"{W}lvlRestart")
        yield (
            at,
            Level(
                _integer(value(node, "start"), 0 if node.find(f"{W}start") is None else 1),
                _form(node),
                value(node, "lvlText"),
                value(node, "suff") or "tab",
                None if restart is None else _integer(value(node, "lvlRestart"), 0),
                on(node.find(f"{W}isLgl")),
                value(node, "pStyle"),
            ),
        )


def _form(level: Element) -> str:
    """The format of a level; of a choice, which newer programs write for formats of their own, the fallback."""
    direct = level.find(f"{W}numFmt")
    if direct is None:
        direct = next((n for n in level.iter(f"{W}numFmt") if n.get(f"{W}val") != "custom"), None)
    return "decimal" if direct is None else direct.get(f"{W}val") or "decimal"


_PLACE: Final = re.compile(r"%([1-9])")
_CLOSED: Final = tuple("、.．)）:：,，》】〕]")
"""A number that ends so needs no blank before the text."""


def _printed(use: _Use, at: int, counts: list[int | None]) -> Number:
    levels, level = use.levels, use.levels[at]
    doubts: list[str] = []

    def part(match: re.Match[str]) -> str:
        of = int(match[1]) - 1
        if of > at or of >= len(levels):
            return ""
        count = counts[of]
        if count is None:
            count = use.starts.get(of, levels[of].start)
            doubts.append(f"第{of + 1}级编号还没有出现过,暂写作它的起始号")
        form = "decimal" if level.digits and of < at else levels[of].form
        if form == "bullet":
            return ""
        printed = numeral(count, form)
        if not printed.exact:
            doubts.append(f"编号{count}按“{form}”格式没有写法,暂写作阿拉伯数字")
        if printed.disputed:
            doubts.append("Word 与其他程序对这个编号的写法不一,请对照原件")
        return printed.text

    if level.form == "bullet":
        words = level.text if any(c.isalnum() and not _private(c) for c in level.text) else ""
        return Number(words, _suffix(words, level.suffix), bullet=not words)
    text = _PLACE.sub(part, level.text)
    if "?" in text or "\ufffd" in text:
        doubts.append("编号里有问号,多半是转换时丢了字")
    return Number(text, _suffix(text, level.suffix), ";".join(dict.fromkeys(doubts)))


def _suffix(text: str, kind: str) -> str:
    """A blank where a reader sees the number apart from the words and nothing else parts them."""
    return "" if not text or kind == "nothing" or text.rstrip().endswith(_CLOSED) or text[-1].isspace() else " "


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def value(parent: Element | None, name: str) -> str:
    """The value of a child; empty where there is none."""
    node = None if parent is None else parent.find(f"{W}{name}")
    return "" if node is None else node.get(f"{W}val") or ""


def on(node: Element | None) -> bool:
    """Whether a switch such as w:vanish is there and on."""
    return node is not None and node.get(f"{W}val") not in ("0", "false", "off", "none")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text) else otherwise
