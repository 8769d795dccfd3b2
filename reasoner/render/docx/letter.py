"""Letters as Word files: a template's parts filled in, the verdict beside them as custom XML.

docxtpl makes Word's XML readable to Jinja (`patch_xml`); checking, filling and packing are ours, so that what an
office writes into a template can do nothing but place fields, and the same verdict gives the same bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.xml_tree import NotWellFormed, check_own, parse
from policy_dsl.numerals import chinese
from policy_dsl.os_errors import refusal
from reasoner.render.docx.own_template import Field, fill
from reasoner.render.docx.package import BadPackage, dangers, read_package, write_package
from reasoner.render.letter_model import Attachment, CitedClause, Letter, Line, Section
from reasoner.render.typeset import title_lines

if TYPE_CHECKING:
    import jinja2

SHIPPED: Final = Path(__file__).with_name("templates")
LARGEST_TEMPLATE: Final = 4_000_000
_FILLED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_HAS_FIELDS: Final = re.compile(r"\{[\s\S]{0,2000}?[{%#]")
_CARRIER: Final = "customXml/item9.xml"
_PROPERTIES: Final = "docProps/core.xml"
_OWN: Final = (_CARRIER, _PROPERTIES)
"""Parts that differ from letter to letter, besides those that are filled in."""


def template_of(kind: str, folder: Path | None) -> tuple[bytes, str]:
    """The template of a kind and its name: the office's own where its directory has one, else ours. Raises Faults."""
    path = SHIPPED / f"{kind}.docx"
    if folder is not None:
        if not os.path.isdir(folder):
            raise Faults(
                [Diagnostic("T104", str(folder), "没有这个模板目录", hint="tiaoli template --letters 目录 写出一套")]
            )
        own = folder / f"{kind}.docx"
        path = own if os.path.lexists(own) else path
    try:
        if path.stat().st_size > LARGEST_TEMPLATE:
            raise Faults([Diagnostic("T104", str(path), f"模板过大,超过 {LARGEST_TEMPLATE // 1_000_000} MB")])
        return path.read_bytes(), str(path)
    except OSError as error:
        raise Faults([Diagnostic("T104", str(path), f"模板不能读取:{refusal(error)}")]) from None


def fields_of(letter: Letter) -> dict[str, Field]:
    """Everything that a template may place, by its Chinese name."""
    fields: dict[str, Field] = {
        "标题": letter.title, "文号": letter.number, "草稿": letter.draft, "主送": letter.addressee, "联系": letter.contact,
        "署名": letter.signed, "日期": letter.date, "开头": [_line(n) for n in letter.opening],
        "提示": [_line(n) for n in letter.notes], "正文": [_section(n, s) for n, s in enumerate(letter.sections, 1)],
    }  # fmt: skip
    fields |= letter.fields
    fields["条款"] = [_clause(n, c) for n, c in enumerate(letter.clauses, 1)]
    for number, section in enumerate(letter.sections, 1):
        fields[section.name] = _section(number, section)
    return fields


def _line(line: Line) -> dict[str, str]:
    return {"文": line.text, "式": line.form}


def _clause(number: int, clause: CitedClause) -> dict[str, str | int]:
    return {
        "序": number, "出处": clause.source, "文件": clause.document, "文号": clause.number, "位置": clause.place,
        "原文": clause.quote,
    }  # fmt: skip


def _section(number: int, section: Section) -> dict[str, Field]:
    rows = [] if section.table is None else [
        dict(zip(section.table.columns, row, strict=True)) for row in section.table.rows
    ]  # fmt: skip
    return {
        "序": chinese(number), "题": section.heading, "段": [_line(n) for n in section.lines], "表": rows,
    }  # fmt: skip


class _Opened(NamedTuple):
    """A template that was read once for all its letters."""

    parts: Mapping[str, bytes]
    """Its parts by name."""
    faults: tuple[Diagnostic, ...]
    """What keeps it from being filled in."""


@lru_cache(maxsize=16)
def _opened(template: bytes, name: str) -> _Opened:
    try:
        parts = read_package(template)
    except BadPackage as error:
        return _Opened({}, (Diagnostic("T104", name, str(error)),))
    if _is_shipped(name):  # ours are looked through by a test
        return _Opened(parts, ())
    unwanted = [Diagnostic("T104", name, f"模板{what}", hint="去掉后另存为 .docx") for what in dangers(parts)]
    return _Opened(parts, (*unwanted, *_damaged(parts, name)))


def _damaged(parts: Mapping[str, bytes], name: str) -> Iterator[Diagnostic]:
    """The parts of a template that are no XML and are not filled in, which is where that is noticed else."""
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")) and not _FILLED.fullmatch(part):
            try:
                parse(content)
            except NotWellFormed as error:
                message = f"模板的部件 {part[:80]} 已经损坏({error})"
                yield Diagnostic("T104", name, message, hint="在 Word 或 WPS 里打开,另存为 .docx")


def render_word(letter: Letter, attachment: Attachment, template: bytes, name: str) -> bytes:
    """The letter as a Word file that carries an attachment. Raises Faults (T101 to T105)."""
    opened = _opened(template, name)
    if opened.faults:
        raise Faults(list(opened.faults))
    parts = dict(opened.parts)
    fields = fields_of(letter)
    if _is_shipped(name):
        fields["标题"] = _BREAK.join(title_lines(letter.title))
    faults: list[Diagnostic] = []
    for part in [p for p in parts if _FILLED.fullmatch(p)]:
        try:
            parts[part] = _filled(parts[part], fields, f"{name} · {_part_name(part)}", ours=_is_shipped(name))
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    _carry(parts, attachment)
    parts[_PROPERTIES] = _properties(letter)
    _declare(parts, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    _relate(parts, "_rels/.rels", "docProps/core.xml", _CORE)
    return write_package(parts, {n for n in parts if not _FILLED.fullmatch(n) and n not in _OWN})


_BREAK: Final = "\x1f"
"""Where a title goes on in another line; no text that is given holds it (`writable`)."""


def _is_shipped(name: str) -> bool:
    return Path(name).parent == SHIPPED


def _part_name(part: str) -> str:
    return "正文" if "document" in part else "页眉" if "header" in part else "页脚" if "footer" in part else "脚注"


def _filled(content: bytes, fields: Mapping[str, Field], where: str, *, ours: bool) -> bytes:
    source = content.decode("utf-8", "replace")
    if not _HAS_FIELDS.search(source):
        return content
    text = fill(source, fields) if ours else _filled_by_jinja(source, fields, where)
    done = text.replace(_BREAK, "</w:t><w:br/><w:t>").encode("utf-8")
    try:
        check_own(done) if ours else parse(done)
    except NotWellFormed as error:
        message = "填写后不是完整的 Word 文档:循环或条件的开头和结尾要各占一段({%p … %})或者在同一段内"
        raise Faults([Diagnostic("T101", where, f"{message}({error})")]) from None
    return done


def _filled_by_jinja(source: str, fields: Mapping[str, Field], where: str) -> str:
    """A part of an office's template. Raises Faults (T101 to T103)."""
    template = _compiled(source, where, tuple(fields))
    import jinja2

    from reasoner.render.docx.template_check import undefined

    try:
        text = template.render(fields)
    except (jinja2.TemplateError, TypeError, ValueError) as error:
        wrapped = error if isinstance(error, jinja2.TemplateError) else jinja2.TemplateError(str(error))
        raise undefined(wrapped, where) from None
    return re.sub(r"\n<w:p([ >])", r"<w:p\1", text)


@lru_cache(maxsize=64)
def _compiled(source: str, where: str, names: tuple[str, ...]) -> jinja2.Template:
    """A part of a template, checked and compiled once for all letters that offer these fields. Raises Faults (T101 to T103)."""
    # They bring Jinja and the whole of python-docx along, which templates of our own do without.
    from docxtpl import DocxTemplate

    from reasoner.render.docx.template_check import compiled, environment

    patched = re.sub(r"<w:p([ >])", r"\n<w:p\1", DocxTemplate.patch_xml(None, source).replace("\n", " "))
    return compiled(patched, where, dict.fromkeys(names), environment())


def _escaped(text: str) -> str:
    # `xml.sax.saxutils.escape`, which loads an HTTP client.
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


# --- what the file carries ----------------------------------------------------------------------------------

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def _carry(parts: dict[str, bytes], attachment: Attachment) -> None:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts[_CARRIER] = f'{head}<verdict xmlns="{attachment.name}">{_escaped(attachment.content)}</verdict>'.encode()
    _declare(parts, f"/{_CARRIER}", "application/xml")
    _relate(parts, "word/_rels/document.xml.rels", f"../{_CARRIER}", _CUSTOM)


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    types = parts["[Content_Types].xml"]
    if f'PartName="{name}"'.encode() not in types:
        added = f'<Override PartName="{name}" ContentType="{kind}"/></Types>'.encode()
        parts["[Content_Types].xml"] = types.replace(b"</Types>", added)


def _relate(parts: dict[str, bytes], rels: str, target: str, kind: str) -> None:
    content = parts.get(rels) or (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    if f'Target="{target}"'.encode() in content or f'Target="/{target}"'.encode() in content:
        return
    content = re.sub(rb"/>\s*$", b"></Relationships>", content) if b"</Relationships>" not in content else content
    added = f'<Relationship Id="rTiaoli{len(content)}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[rels] = content.replace(b"</Relationships>", added.encode())


def _properties(letter: Letter) -> bytes:
    """Title and the verdict's day; nobody's name, and no time of the clock."""
    when = f"{letter.day}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(letter.title)}</dc:title><dc:creator></dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
