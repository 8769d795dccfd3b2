"""Notes on cells: the part with their texts, and the drawing without which no spreadsheet program shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reasoner.sheets.xlsx_prescan import Place, column_letters

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PER_LINE: Final = 24


def comments_part(notes: Mapping[Place, str]) -> str:
    """The texts of notes by cell; they are escaped already."""
    listed = "".join(
        f'<comment ref="{column_letters(column)}{row + 1}" authorId="0"><text><r><rPr><sz val="9"/></rPr>'
        f'<t xml:space="preserve">{text}</t></r></text></comment>'
        for (row, column), text in sorted(notes.items())
    )
    return f"{_HEAD}<comments {_MAIN}><authors><author>条理</author></authors><commentList>{listed}</commentList></comments>"


def drawing_part(notes: Mapping[Place, str]) -> str:
    """A box for each note, hidden until the pointer is on its cell, as high as its text."""
    shapes = "".join(_shape(number, place, text) for number, (place, text) in enumerate(sorted(notes.items()), 1025))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
        '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
        '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f"{shapes}</xml>"
    )


def _shape(number: int, place: Place, text: str) -> str:
    row, column = place
    lines = sum(1 + len(line) // _PER_LINE for line in text.split("\n"))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:240pt;height:{14 * lines + 12}pt;z-index:{number - 1024};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {row}, 2, {column + 4}, 60, {row + max(3, lines)}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
