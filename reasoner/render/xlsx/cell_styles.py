"""How cells look: a style is a value, and a workbook keeps each that is used once."""

from __future__ import annotations

from typing import Final, NamedTuple

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_FONT: Final = "等线"


class Style(NamedTuple):
    """fill and colour are RGB; number is a number format; quoted marks text that begins like a formula."""

    bold: bool = False
    fill: str = ""
    colour: str = ""
    wrap: bool = False
    number: str = ""
    border: bool = False
    centre: bool = False
    size: int = 11
    quoted: bool = False


PLAIN: Final = Style()
HEADER: Final = Style(bold=True, fill="DDE7F0", wrap=True, border=True, centre=True)
TEXT: Final = Style(wrap=True, border=True)
TITLE: Final = Style(bold=True, size=14)
FAULT: Final = "FFD9A0"
"""The fill of a cell with a fault."""


class Styles:
    """The styles of one workbook, in the order of their first use."""

    def __init__(self) -> None:
        self._known: dict[Style, int] = {PLAIN: 0}

    def index(self, style: Style) -> int:
        """The number by which cells name a style."""
        return self._known.setdefault(style, len(self._known))

    def part(self) -> str:
        """The styles as a part of the package."""
        used = list(self._known)
        formats = {n: i for i, n in enumerate(dict.fromkeys(s.number for s in used if s.number), 164)}
        fonts = list(dict.fromkeys((s.bold, s.colour, s.size) for s in used))
        fills = list(dict.fromkeys(s.fill for s in used if s.fill))
        line = "".join(
            f'<{side} style="thin"><color rgb="FFBFC8D0"/></{side}>' for side in ("left", "right", "top", "bottom")
        )
        cells = []
        for s in used:
            font, fill = fonts.index((s.bold, s.colour, s.size)), fills.index(s.fill) + 2 if s.fill else 0
            place = f'<alignment vertical="{"center" if s.centre else "top"}"'
            place += f"{' horizontal=' + chr(34) + 'center' + chr(34) if s.centre else ''}{' wrapText=' + chr(34) + '1' + chr(34) if s.wrap else ''}/>"
            quoted = ' quotePrefix="1"' if s.quoted else ""
            cells.append(
                f'<xf numFmtId="{formats.get(s.number, 0)}" fontId="{font}" fillId="{fill}" borderId="{int(s.border)}" xfId="0"'
                f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{quoted}>{place}</xf>'
            )
        codes = "".join(f'<numFmt numFmtId="{i}" formatCode="{n}"/>' for n, i in formats.items())
        return (
            f"<styleSheet {_MAIN}>"
            + (f'<numFmts count="{len(formats)}">{codes}</numFmts>' if formats else "")
            + f'<fonts count="{len(fonts)}">{"".join(map(_font, fonts))}</fonts>'
            + f'<fills count="{len(fills) + 2}"><fill><patternFill patternType="none"/></fill>'
            + '<fill><patternFill patternType="gray125"/></fill>'
            + "".join(
                f'<fill><patternFill patternType="solid"><fgColor rgb="FF{f}"/></patternFill></fill>' for f in fills
            )
            + f'</fills><borders count="2"><border/><border>{line}</border></borders>'
            + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            + f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def _font(font: tuple[bool, str, int]) -> str:
    bold, colour, size = font
    tint = f'<color rgb="FF{colour}"/>' if colour else ""
    return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/>{tint}<name val="{_FONT}"/></font>'
