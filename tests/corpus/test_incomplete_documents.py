"""A folder of the corpus that is no whole document is named, with what it lacks; never an internal error.

「Put text.txt and rules.tiao into `policy_dsl/corpus/x-2024/` -> 错误 U199 程序内部错误:KeyError」;
A region that the ontology lacks was accepted and broke every later command.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_folders import source_name

from policy_dsl import source_files
from policy_dsl.compile import compile_base
from policy_dsl.diagnostics import Faults
from policy_dsl.source_files import read_sources

META = source_name("henan-2025", "meta.toml")


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """The ontology and one small document."""
    return {k: t for k, t in read_sources().items() if k.startswith("ontology/") or "/henan-2025/" in k}


def faults(sources: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(Faults) as caught:
        compile_base(sources)
    return [(d.code, d.where) for d in caught.value.diagnostics]


@pytest.mark.parametrize("missing", [("meta.toml",), ("text.txt",), ("meta.toml", "text.txt")])
def test_what_a_folder_lacks_is_named(sources: dict[str, str], missing: tuple[str, ...]) -> None:
    new = {k.replace("henan-2025", "x-2024"): t for k, t in sources.items() if "/henan-2025/" in k}
    new = {k: t for k, t in new.items() if k.rpartition("/")[2] not in missing}
    with pytest.raises(Faults) as caught:
        compile_base(sources | new)
    (fault,) = [d for d in caught.value.diagnostics if d.code.startswith("C")]
    assert (fault.code, fault.where) == ("C115", "corpus/410000/x-2024/2025-10-10/")
    assert fault.message == f"缺少 {'、'.join(missing)}"
    assert "先移走 rules.tiao" in fault.hint


def test_a_region_that_the_ontology_lacks_is_named(sources: dict[str, str]) -> None:
    meta = sources[META]
    changed = sources | {META: meta.replace('"410000"', '"370700"')}
    assert changed != sources
    assert ("C105", f"{META}: region") in faults(changed)


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in (
        ("text.txt", "第一条\n规定".encode("gb18030")),
        ("rules.tiao", b"#" * (8 * 2**20 + 1)),
        ("meta.toml", b"\xef\xbb\xbftitle = 1"),
    ):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "readings.toml").mkdir()
    (tmp_path / "touching.toml").symlink_to("nowhere")
    names = sorted(p.name for p in tmp_path.iterdir())
    monkeypatch.setattr(source_files, "_corpus_files", lambda *_: [(f"corpus/x/{n}", str(tmp_path / n)) for n in names])
    with pytest.raises(Faults) as caught:
        read_sources()
    assert [(d.code, d.where) for d in caught.value.diagnostics] == [
        ("U106", "corpus/x/readings.toml"),
        ("U106", "corpus/x/rules.tiao"),
        ("U106", "corpus/x/text.txt:1"),
        ("U106", "corpus/x/touching.toml"),
    ]
    with pytest.raises(Faults):
        source_files.fingerprint()
