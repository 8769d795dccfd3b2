#!/usr/bin/env bash
# LibreOffice writes the Chinese mark of an automatic number (一、) into RTF as a question mark: the list reads 一?.
#
# Version: LibreOffice 7.4.7.2.
# Behaviour: \leveltext holds the characters around the number in one byte each; 、 and other characters outside the code page become
# \'3f, a question mark, instead of a Unicode escape. LibreOffice reads its own file back as 一?. Numbers of 条 and 项 of an
# official text that went through RTF have lost their marks.
# Output seen: \leveltext \'02\'00\'3f;
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/make.py" <<'PY'
import sys
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{P}/relationships"><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{P}/relationships"><Relationship Id="r1" Type="{R}/numbering" Target="numbering.xml"/></Relationships>',
    "word/document.xml": f'<w:document {W}><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>",
    "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
}
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, content in PARTS.items():
        archive.writestr(name, content)
PY
python3 "$folder/make.py" "$folder/a.docx"
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to rtf --outdir "$folder" "$folder/a.docx" > "$folder/log" 2>&1
grep -o -m1 "\\\\leveltext [^;]*;" "$folder/a.rtf" | head -1
grep -q "\\\\leveltext .*'3f;" "$folder/a.rtf" || { echo "the behaviour has changed"; exit 1; }
