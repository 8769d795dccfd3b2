"""XML from outside as a tree: the only module that imports lxml, so that no parser goes without the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"
"""An element as lxml has it; comments and processing instructions are elements, too."""


class NotWellFormed(Exception):
    """No XML; the message is the parser's: what is wrong, line and column."""


def parse(content: bytes, *, huge: bool = False) -> Element:
    """The root element. Raises NotWellFormed.

    No entity is resolved, no DTD loaded and nothing fetched. huge: also text nodes above 10 MB and trees deeper than 256.
    """
    from lxml import etree  # 20 milliseconds that only Word files pay

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotWellFormed(str(error)) from None
