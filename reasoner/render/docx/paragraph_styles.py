"""The styles of our Word templates: fonts, sizes and pitch of GB/T 9704-2012."""

from __future__ import annotations

from typing import Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from policy_dsl.ingest.xml_tree import Element
from reasoner.render.docx.docx_library import (
    Document,
    Style,
    append,
    element,
    insert_before,
    set_chinese_font,
    shading,
)
from reasoner.render.letter_model import BLANK, HAND, ITEM, NOTE, QUOTE, REVIEW, SOURCE

PITCH: Final = 28.95
"""Points from line to line: 22 lines in 225 mm."""

_ORDER: Final[tuple[str, ...]] = (
    "keepNext", "keepLines", "pageBreakBefore", "shd", "tabs", "overflowPunct", "snapToGrid", "spacing", "ind", "jc",
    "outlineLvl", "rPr",
)  # fmt: skip

STYLES: Final = {
    # name: (East Asian font, size, first indent in characters, shade)
    "公文正文": ("仿宋", 16, 2, ""), "公文标题": ("方正小标宋简体", 22, 0, ""), "公文一级标题": ("黑体", 16, 2, ""), "公文文号": ("仿宋", 16, 0, ""),
    "公文引文": ("楷体", 16, 2, ""), "公文条目": ("仿宋", 16, 2, ""), "公文出处": ("仿宋", 16, 2, ""), "公文待填": ("仿宋", 16, 2, "FFF2CC"),
    "公文手填": ("仿宋", 16, 2, ""),
    "公文待核": ("仿宋", 16, 2, "DDEBF7"), "公文提示": ("仿宋", 12, 0, ""), "公文主送": ("仿宋", 16, 0, ""),
    "公文落款": ("仿宋", 16, 0, ""), "公文表格": ("仿宋", 12, 0, ""), "公文表头": ("黑体", 12, 0, ""),
    "公文页脚": ("宋体", 14, 0, ""), "公文草稿": ("黑体", 12, 0, ""),
}  # fmt: skip
FORM_STYLES: Final = {
    QUOTE: "公文引文",
    SOURCE: "公文出处",
    ITEM: "公文条目",
    BLANK: "公文待填",
    HAND: "公文手填",
    REVIEW: "公文待核",
    NOTE: "公文提示",
}


def add_styles(document: Document) -> None:
    """Add every style of ours to a document."""
    for name, (font, size, indent, shade) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.name = "Times New Roman"
        style.font.size = Pt(size)
        set_chinese_font(style.element.get_or_add_rPr(), font)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.widow_control = True
        if name == "公文标题":
            shape.alignment, shape.line_spacing_rule, shape.line_spacing = (
                WD_ALIGN_PARAGRAPH.CENTER,
                WD_LINE_SPACING.EXACTLY,
                Pt(36),
            )
        elif size == 16:
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
            # LibreOffice drops the mark at the end of a justified line; Chinese lines are even without it.
            shape.alignment = WD_ALIGN_PARAGRAPH.LEFT
        elif size == 12:
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(20)
            _mark(style, "snapToGrid", "0")
        if name == "公文文号":
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if name in ("公文主送", "公文落款", "公文草稿", "公文待填"):
            shape.alignment = WD_ALIGN_PARAGRAPH.LEFT
        _mark(style, "overflowPunct", "0")
        if indent:
            _indent(style, indent * 100)
        if name == "公文落款":
            shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _indent(style, 0, right=400)
        if name == "公文草稿":
            style.font.color.rgb = RGBColor(0xC0, 0, 0)
        if name in ("公文标题", "公文文号", "公文一级标题", "公文出处", "公文主送"):
            shape.keep_with_next = True
        if shade:
            followers = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
            insert_before(style.element.get_or_add_pPr(), shading(shade), followers)


def _indent(style: Style, first: int, right: int = 0) -> None:
    """Indents in hundredths of a character, as Word counts them for Chinese text."""
    properties = style.element.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    if first:
        indent.set(qn("w:firstLineChars"), str(first))
        indent.set(qn("w:firstLine"), str(round(first / 100 * 16 * 20)))
    if right:
        indent.set(qn("w:rightChars"), str(right))
        indent.set(qn("w:right"), str(round(right / 100 * 16 * 20)))


def _mark(style: Style, name: str, value: str) -> None:
    """Set a switch of a paragraph style; Word wants them in the order of its schema."""
    followers = _ORDER[_ORDER.index(name) + 1 :]
    insert_before(style.element.get_or_add_pPr(), element(f"w:{name}", val=value), (f"w:{n}" for n in followers))


def speak_chinese(document: Document) -> None:
    """The language of the text, by which fonts choose their shapes of marks."""
    defaults: Element = document.styles.element
    for tag in ("w:docDefaults", "w:rPrDefault", "w:rPr"):
        inner = defaults.find(qn(tag))
        assert inner is not None, tag  # the document that python-docx begins with has them
        defaults = inner
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = element("w:lang")
        append(defaults, language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
