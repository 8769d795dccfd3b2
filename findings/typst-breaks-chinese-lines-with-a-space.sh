#!/usr/bin/env bash
# A line break in typst's source between two Chinese characters is set as a space.
#
# Version: typst 0.15.2, read back by pypdf 7.1.1.
# Behaviour: Chinese has no spaces between words, and a text wrapped in its source is the same text. typst sets a space where the line was
# wrapped, also with the language set to Chinese. Text for typesetting must be given unwrapped, or letters show gaps in words of law.
# Output seen: one line 床位使用率 / wrapped 床位 使用率
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


one_line, wrapped = set_text("床位使用率"), set_text("床位\n使用率")
print("one line", one_line, "/ wrapped", wrapped)
assert (one_line, wrapped) == ("床位使用率", "床位 使用率"), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
