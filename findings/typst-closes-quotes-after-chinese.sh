#!/usr/bin/env bash
# typst turns a straight single quotation mark after a Chinese character into a closing one, the opening one too.
#
# Version: typst 0.15.2, read back by pypdf 7.1.1.
# Behaviour: smart quotes look at the character before. After a space the pair '甲' is set as ‘甲’; directly after a Chinese character, where
# Chinese writes no space, it is set as ’甲’. Quotation marks must be written as they are to stand, or smart quotes be turned off.
# Output seen: after a space ‘甲’ / after a character ’甲’
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cat > "$folder/try.py" <<'PY'
import io

import pypdf
import typst


def set_text(source: str) -> str:
    pdf = typst.compile(('#set text(lang: "zh", region: "cn")\n' + source).encode())
    return str(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()).strip()


spaced, close = set_text("称 '甲'"), set_text("称'甲'")
print("after a space", spaced, "/ after a character", close)
assert spaced.endswith("\u2018甲\u2019") and close.endswith("\u2019甲\u2019"), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
