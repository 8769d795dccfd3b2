#!/usr/bin/env bash
# The HTML parser of lxml drops everything below the 256th level of a page, and raises nothing: the words are gone.
#
# Version: lxml 6.1.3 (libxml2 as bundled).
# Behaviour: without huge_tree the parser stops at depth 256. In recovery, which is the default for pages, it returns the tree made so far
# as if that were the page. Pages made by editors nest spans and tables deeply; who reads a regulation this way loses its text from there
# on. The parser of Python's library reads the same page to its end. parser.error_log has an entry, which nobody asks for.
# Output seen: 200 levels: '甲', 300 levels: ''
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3
cat > "$folder/try.py" <<'PY'
from lxml import etree


def words(depth: int) -> str:
    page = "<div>" * depth + "甲" + "</div>" * depth
    root = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    return "".join(root.itertext())


print(f"200 levels: {words(200)!r}, 300 levels: {words(300)!r}")
assert words(200) == "甲"
assert words(300) == "", "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
