#!/usr/bin/env bash
# Paragraph.text of python-docx leaves out tracked insertions, inline content controls and fields: 不得新增 reads as 不新增.
#
# Version: python-docx 1.2.0.
# Behaviour: the attribute gives the text of runs and hyperlinks that are direct children of the paragraph. Words that a reviewer inserted
# (w:ins), that stand in a content control (w:sdt) or in a simple field (w:fldSimple) are on the reader's screen and not in the text,
# and nothing tells that something was skipped. Who reads a regulation this way loses its very verbs.
# Output seen: 不新增 (on the page: 不得原则上再新增)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cat > "$folder/try.py" <<'PY'
import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")
PARTS = (
    f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>得</w:t></w:r></w:ins>',
    f"<w:sdt {W}><w:sdtContent><w:r><w:t>原则上</w:t></w:r></w:sdtContent></w:sdt>",
    f'<w:fldSimple {W} w:instr="DOCPROPERTY x"><w:r><w:t>再</w:t></w:r></w:fldSimple>',
)
document = docx.Document()
paragraph = document.add_paragraph("不")
for part in PARTS:
    paragraph._p.append(parse_xml(part))
paragraph.add_run("新增")
stored = io.BytesIO()
document.save(stored)
stored.seek(0)
text = docx.Document(stored).paragraphs[0].text
print(text)
assert text == "不新增", "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
