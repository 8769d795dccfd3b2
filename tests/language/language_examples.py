"""Examples of the language, each a file that carries its input and its expected output.

Sections begin with `==== NAME`: `text` (the official text), `rules`, `readings`, and what is expected:
`faults` (bad ones), `format` (where the input is not laid out canonically), `meaning` (back-translations, then data).
Rules whose characters cannot be seen are written with escapes: `==== rules escaped`, where \\ufeff and \\r stand for
the characters and <<10000 (>> for ten thousand of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from vocabulary import VOCABULARY

from policy_dsl import ir
from policy_dsl.alignment.draft import Draft
from policy_dsl.compile import PASSES
from policy_dsl.document_record import Received
from policy_dsl.statements import Definition, Duty, Figure, Judgement, Standard, Target
from policy_dsl.syntax.format import format_file
from policy_dsl.texts.official_text import Document

FOLDER = Path(__file__).parent
KINDS = {
    Duty: "duty", Figure: "observation", Standard: "standard", Target: "target", Definition: "definition",
    Judgement: "judgement",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One file: its sections by name."""

    path: Path
    sections: dict[str, str]

    @property
    def name(self) -> str:
        return self.path.relative_to(FOLDER).as_posix()

    @property
    def kind(self) -> str:
        """The kind of document; where none is written, a plan."""
        return self.sections.get("kind", "规划").strip()

    @property
    def rules(self) -> str:
        if "rules escaped" not in self.sections:
            return self.sections["rules"]
        return unescaped(self.sections["rules escaped"])


def unescaped(text: str) -> str:
    text = re.sub(r"<<(\d+) (.+?)>>", lambda m: int(m[1]) * m[2], text)
    text = text.replace(r"\r", "\r").replace(r"\t", "\t")
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


def examples(kind: str) -> list[Example]:
    """All examples of a folder, `good` or `bad`."""
    return [read_example(path) for path in sorted((FOLDER / kind).glob("*.tiao"))]


def read_example(path: Path) -> Example:
    parts = re.split(r"^==== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return Example(path, dict(zip(parts[1::2], parts[2::2], strict=True)))


def compiled(text: str, rules: str, readings: str = "", kind: str = "规划") -> Draft:
    """A document of that text and kind through all passes that read the language."""
    draft = Draft("x", {"rules.tiao": rules, "readings.toml": readings}, VOCABULARY, document=document(text, kind))
    for step in PASSES[1:]:
        draft = step(draft)
    return draft


def document(text: str, kind: str = "规划") -> Document:
    return Document(
        id="x", title="某市规划", number=None, year=2023, kind=kind, issuers=("某局",), issuer_level="市", region="370200",
        addressees=(), issued="2023-07-30", starts="2023-07-30", starts_basis="印发之日", ends="", ends_basis="未载", force=(),
        received=Received("x.txt", "0" * 64, len(text)), masked=(), missing=(), lines=(), text=text,
    )  # fmt: skip


def faults_of(draft: Draft) -> str:
    return "\n".join(shortened(f.render()) for f in draft.faults) + "\n"


def shortened(message: str) -> str:
    return message.replace("corpus/x/", "")


def meaning_of(draft: Draft) -> str:
    """Back-translation and IR of each norm, data of each statement."""
    lines = []
    for norm in draft.norms:
        data = ir.to_data(replace(norm, text=""))
        lines.append(norm.text)
        for key in ("scope", "condition"):
            if getattr(norm, key) != ir.ALWAYS:
                lines.append(f"  {key} {compact(data[key])}")
        extra = {k: data[k] for k in ("readings", "supports", "alternative_of") if data[k]}
        lines.append(
            f"  {norm.effect} {norm.strength or '-'} {' '.join(norm.matters)} {compact(extra) if extra else ''}".rstrip()
        )
    for statement in draft.statements:
        data = ir.to_data(statement)
        assert isinstance(data, dict)
        first = {"kind": KINDS[type(statement)], "name": data["name"]}
        first |= {k: data[k] for k in ("readings",) if k in data}
        kept = first | {k: v for k, v in data.items() if k not in ("spans", "id")}
        lines.append(json.dumps(kept, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def compact(data: Any) -> str:
    """IR data in one line: the node's name, then its fields."""
    if isinstance(data, dict):
        fields = [compact(v) for k, v in data.items() if k != "node" and v not in (None, False, [])]
        return f"{data.get('node', '')}({', '.join(fields)})"
    if isinstance(data, list):
        return f"[{', '.join(map(compact, data))}]"
    return str(data)


def expected(example: Example) -> dict[str, str]:
    """What the code says now, by section."""
    draft = compiled(example.sections["text"], example.rules, example.sections.get("readings", ""), example.kind)
    if example.path.parent.name == "bad":
        return {"faults": faults_of(draft)}
    assert draft.file is not None, faults_of(draft)
    found = {"faults": faults_of(draft)} if draft.faults else {}
    layout = format_file(draft.file)
    return found | ({"format": layout} if layout != example.rules else {}) | {"meaning": meaning_of(draft)}


def updated(example: Example) -> str:
    """The file with its expected sections as the code has them now, for a person to read before it is kept."""
    kept = {k: v for k, v in example.sections.items() if k not in ("faults", "format", "meaning")}
    return "".join(f"==== {name}\n{body}" for name, body in (kept | expected(example)).items())
