"""The SHA-256 of the bytes of every verdict on applications in files, one line each; any supported Python runs it.

    python tests/proof/verdict_bytes.py MANIFEST

The manifest lists [file, as-of day or null, ids of the documents looked at or null]. A line is the number of the
application, then the digest of its verdict as `tiaoli check --json` writes it. `--rules` gives the digest of a rule
base compiled anew instead.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

Manifest = list[tuple[str, "str | None", "list[str] | None"]]


def digest(encoded: bytes) -> str:
    """SHA-256 of JSON as it is written."""
    return hashlib.sha256(encoded).hexdigest()


def digests(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """The number of each application with the digest of its verdict."""
    from reasoner.driver.in_use import rule_base
    from reasoner.intake.load import load_file
    from reasoner.intake.read import Reader
    from reasoner.interpreter.judge import judge
    from reasoner.model.verdict import encode

    base = rule_base()
    reader = Reader(base.vocabulary, base.document_names)
    for file, day, only in manifest:
        for application in reader.read(load_file(Path(file)), day):
            yield (
                application.id,
                digest(encode(judge(base, application, day, None if only is None else frozenset(only)))),
            )


if __name__ == "__main__":
    if sys.argv[1] == "--rules":
        import msgspec

        from reasoner.driver.in_use import build

        print(digest(msgspec.json.encode(build())))
    else:
        for name, found in digests(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))):
            print(found, name.encode("unicode_escape").decode())
