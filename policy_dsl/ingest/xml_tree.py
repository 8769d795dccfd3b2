"""XML from outside as a tree: the only module that imports lxml, so that no parser goes without the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"
"""An element as lxml has it; comments and processing instructions are elements, too."""


class NotWellFormed(Exception):
    """No XML; the message says where, in words for staff."""


def parse(content: bytes, *, huge: bool = False) -> Element:
    """The root element. Raises NotWellFormed.

    No entity is resolved, no DTD loaded and nothing fetched. huge: also text nodes above 10 MB and trees deeper than 256.
    """
    from lxml import etree  # 20 milliseconds that only Word files pay

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise NotWellFormed(f"第{line}行第{column}列不合 XML 写法") from None
    except (ValueError, LookupError):  # an encoding that does not exist, or not the one that is declared
        raise NotWellFormed("编码的声明不对") from None


_SMALL: Final = 8_000_000
"""Bytes; a text or a name of so many passes the limits of libxml2."""


def check_own(content: bytes) -> None:
    """Raise NotWellFormed as `parse` would, for XML of our own making: what expat lets pass costs no tree, and no lxml."""
    from xml.parsers import expat

    try:
        if len(content) <= _SMALL:
            expat.ParserCreate(namespace_separator=" ").Parse(content, True)
            return
    except expat.ExpatError:
        pass
    parse(content)


def parse_page(text: str) -> Element:
    """The root element of a web page, as forgiving as browsers are. Raises NotWellFormed where there is none.

    Nothing is fetched. A page nested deeper than 256 is none: without `huge_tree` the parser would drop what lies deeper, and say nothing.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise NotWellFormed("没有网页的内容")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise NotWellFormed(f"元素套了{_DEEPEST}层以上")
    return root


_DEEPEST: Final = 256
"""Elements within elements."""
