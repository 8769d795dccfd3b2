"""Word files written by hand, part by part, for what no library writes: revisions, controls, automatic numbers."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOTS = {
    "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments",
    "header1": "hdr", "footer1": "ftr",
}  # fmt: skip


def word_file(body: str, **parts: str) -> bytes:
    """A Word file: the XML inside w:body, and that inside the roots of other parts (styles, numbering, header1, …)."""
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    content = {"word/document.xml": f"{xml}<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"}
    related, overrides = [], [f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>']
    for number, (name, inner) in enumerate(parts.items(), 1):
        kind = name.rstrip("0123456789")
        content[f"word/{name}.xml"] = f"{xml}<w:{_ROOTS[name]} {NAMESPACES}>{inner}</w:{_ROOTS[name]}>"
        related.append(f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>')
        overrides.append(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>')
    content["word/_rels/document.xml.rels"] = (
        f'{xml}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(related)}</Relationships>'
    )
    content["_rels/.rels"] = (
        f'{xml}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    content["[Content_Types].xml"] = (
        f'{xml}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )
    return packed({name: text.encode() for name, text in content.items()})


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda n: n != "[Content_Types].xml"):
            archive.writestr(name, parts[name])
    return buffer.getvalue()


def text(words: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(words: str = "", *, list_id: int | None = None, level: int = 0, style: str = "") -> str:
    """A paragraph, in a list or of a style where one is given."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = "" if list_id is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    properties = f"<w:pPr>{named}{number}</w:pPr>" if named or number else ""
    return f"<w:p>{properties}{text(words) if words else ''}</w:p>"


def level(at: int, form: str, shown: str, *, start: int = 1, suffix: str = "nothing", more: str = "") -> str:
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{escape(shown)}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def lists(
    abstracts: Sequence[str], uses: Sequence[int] | None = None, overrides: Mapping[int, str] | None = None
) -> str:
    """The inside of numbering.xml: abstract lists 0, 1, …, and lists 1, 2, … that use them."""
    defined = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        for i, inner in enumerate(abstracts)
    )
    used = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{of}"/>{(overrides or {}).get(i, "")}</w:num>'
        for i, of in enumerate(range(len(abstracts)) if uses is None else uses, 1)
    )
    return defined + used


def office() -> str | None:
    """LibreOffice, where it is."""
    return shutil.which("soffice")


def converted(raw: bytes, name: str, to: str, seconds: int = 90) -> bytes:
    """A file as LibreOffice writes it in another form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(raw)
        profile = Path(folder, "profile").as_uri()
        call = [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            f"{folder}/out",
            str(path),
        ]
        subprocess.run(call, check=True, timeout=seconds, capture_output=True)
        return Path(folder, "out", path.name).with_suffix("." + to.partition(":")[0]).read_bytes()


def row_of(*cells: str) -> str:
    """A row of a table."""
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"
