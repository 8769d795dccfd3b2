"""Word files as tests read them: the first reading, what it leaves out, the second held against it; pieces of paragraphs."""

from __future__ import annotations

from pathlib import Path

from word_files import word_file

from policy_dsl.ingest.readers.extraction import Extraction
from policy_dsl.ingest.readers.reconciliation import Reconciliation, reconcile
from policy_dsl.ingest.readers.word_document import read_word
from policy_dsl.ingest.readers.word_second import second_lines

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*(ROOT / "tests/corpus/statutes").glob("*.txt"), *(ROOT / "policy_dsl/corpus").rglob("text.txt")])


def read(body: str, **parts: str) -> Extraction:
    return read_word(word_file(body, **parts))


def out(extraction: Extraction) -> list[tuple[str, str]]:
    return [(x.kind, x.words) for x in extraction.left_out]


def held_against_the_second(raw: bytes) -> Reconciliation:
    second = second_lines(raw)
    assert second is not None
    return reconcile(read_word(raw).lines, second, ("甲", "乙"))


INSERTED = '<w:ins w:id="1" w:author="a"><w:r><w:t>得</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>应当</w:delText></w:r></w:del>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>原则上</w:t></w:r></w:sdtContent></w:sdt>"
FIELD = '<w:fldSimple w:instr="DOCPROPERTY x"><w:r><w:t>再</w:t></w:r></w:fldSimple>'
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xīn</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>新</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
