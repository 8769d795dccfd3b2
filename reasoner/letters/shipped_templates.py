"""Builds the Word templates that ship with us: `python -m reasoner.letters.shipped_templates`."""

from __future__ import annotations

from policy_dsl.ingest.atomic_write import write_file
from reasoner.letters.letter_types import KINDS, OUTWARD
from reasoner.letters.phrases import NOTES_HEADING
from reasoner.letters.template_parts import PARTS
from reasoner.render.docx.letter import SHIPPED
from reasoner.render.docx.template_layout import letter_template
from reasoner.render.letter_model import TemplatePart


def build(kind: str) -> bytes:
    """The template of a kind; the same bytes every time."""
    parts = [TemplatePart(name, heading, columns) for name, heading, columns in PARTS[kind]]
    return letter_template(parts, NOTES_HEADING, outward=kind in OUTWARD)


def main() -> None:
    """Write the templates into the package."""
    SHIPPED.mkdir(exist_ok=True)
    for kind in KINDS:
        write_file(SHIPPED / f"{kind}.docx", build(kind))


if __name__ == "__main__":
    main()
