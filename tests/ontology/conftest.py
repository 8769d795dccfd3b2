"""The ontology of the repository, parsed and compiled once."""

from pathlib import Path

import pytest
from corpus_folders import folders

from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {f"ontology/{p.name}": p.read_text(encoding="utf-8") for p in sorted((ROOT / "ontology").glob("*.ttl"))}


@pytest.fixture(scope="session")
def vocabulary(texts: dict[str, str]) -> Vocabulary:
    return Vocabulary(compile_vocabulary(texts))


@pytest.fixture(scope="session")
def corpus() -> dict[str, str]:
    """The official texts by document, white space removed."""
    texts = {name: (folder / "text.txt").read_text(encoding="utf-8") for name, folder in folders("text.txt").items()}
    return {name: "".join(text.split()) for name, text in texts.items()}
