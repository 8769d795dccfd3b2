#!/usr/bin/env bash
# Python's codec gb18030 leaves 25 two-byte codes in the private use area that other decoders read as the characters they are.
#
# Version: CPython 3.11 (3.13 likewise), GNU iconv of glibc 2.36.
# Behaviour: the codec is of the edition of 2000. A8BC is the letter ḿ, FE59 to FEA0 are Chinese characters and A6D9 to A6F3
# are marks of vertical text since the editions of 2005 and 2022; Python gives U+E7C7, U+E81E, U+E78D and so on. A name that
# holds one of them cannot be compared with the same name in UTF-8.
# Output seen: differences: 25, private in Python: 25
set -euo pipefail
python3 - <<'PY'
import subprocess

codes = [bytes((a, b)) for a in range(0x81, 0xFF) for b in (*range(0x40, 0x7F), *range(0x80, 0xFF))]
raw = b"\n".join(codes)
ours = raw.decode("gb18030").split("\n")
done = subprocess.run(["iconv", "-f", "GB18030", "-t", "UTF-8"], input=raw, capture_output=True, check=True)
theirs = done.stdout.decode().split("\n")
assert len(ours) == len(theirs) == len(codes)
apart = [(a, b) for a, b in zip(ours, theirs) if a != b]
private = [a for a, _ in apart if "\ue000" <= a <= "\uf8ff"]
print(f"differences: {len(apart)}, private in Python: {len(private)}")
assert (len(apart), len(private)) == (25, 25), "the behaviour has changed"
PY
