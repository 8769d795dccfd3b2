"""`python -m tests.graphs.shape_files` writes the sections of shapes/ anew from the ontology of the package."""

from __future__ import annotations

from pathlib import Path

from policy_dsl.source_files import ontology_folder, read_sources
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import Vocabulary
from reasoner.graphs.shape_sections import filled


def main() -> None:
    """Write every file that differs."""
    sources = {name: text for name, text in read_sources().items() if name.startswith("ontology/")}
    vocabulary = Vocabulary(compile_vocabulary(sources))
    for path in sorted((Path(ontology_folder()).parent / "shapes").glob("*.ttl")):
        path.write_text(filled(path.read_text(encoding="utf-8"), vocabulary), encoding="utf-8")


if __name__ == "__main__":
    main()
