"""Two versions of documents: directories, files and relations that are refused, with where and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from corpus_folders import CORPUS, folder_of, source_name
from drafting import CARE, MEDICAL, copied, corpus_at, drafted, edit, faults

from policy_dsl.compile import compile_base
from policy_dsl.diagnostics import Faults
from policy_dsl.source_files import read_sources
from reasoner.driver import version_folders
from reasoner.driver.amended_rule_base import versions


def test_a_directory_that_is_not_there_is_none_or_cannot_be_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    found = faults(tmp_path / "nowhere", tmp_path / "file")
    assert [(f.code, f.where) for f in found] == [
        ("U140", f"--before {tmp_path / 'nowhere'}"),
        ("U140", f"--after {tmp_path / 'file'}"),
    ]
    assert "不存在" in found[0].message
    assert "是文件,不是目录" in found[1].message
    assert all(f.allowed and f.hint for f in found)
    assert [f.code for f in faults(Path("a\0b"), CORPUS)] == ["U140"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_directory_that_is_closed(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert "没有读取权限" in faults(tmp_path / "closed", CORPUS)[0].message


def test_a_directory_without_rules(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bare" / "x").mkdir(parents=True)
    (tmp_path / "bare" / "x" / "text.txt").write_text("x", encoding="utf-8")
    found = faults(tmp_path / "empty", tmp_path / "bare")
    assert [f.code for f in found] == ["U145", "U145"]
    assert f"{tmp_path / 'bare' / 'x'} 缺少 rules.tiao" in found[1].message
    assert "scaffold" in found[1].hint


def test_the_same_id_twice_in_one_directory(tmp_path: Path) -> None:
    (fault,) = faults(corpus_at(tmp_path, "", copied, copied), CORPUS)
    assert (fault.code, fault.where) == ("U146", f"{tmp_path / '文件1'}/rules.tiao")
    assert str(tmp_path / "文件0") in fault.message
    assert MEDICAL in fault.message


def test_a_folder_without_text_or_registration(tmp_path: Path) -> None:
    folder = copied(tmp_path / "x")
    (folder / "text.txt").unlink()
    (folder / "meta.toml").unlink()
    found = faults(folder, CORPUS)
    assert [(f.code, f.where, f.message) for f in found] == [
        ("U148", str(folder), "缺少 text.txt"),
        ("U148", str(folder), "缺少 meta.toml"),
    ]


def test_a_document_that_lost_its_rules_is_not_taken_for_repealed(tmp_path: Path) -> None:
    after = tmp_path / "after"
    copied(after / MEDICAL)
    copied(after / CARE, CARE)
    (after / CARE / "rules.tiao").unlink()
    (fault,) = faults(folder_of(MEDICAL), after)
    assert (fault.code, fault.where, fault.message) == ("U148", str(after / CARE), "缺少 rules.tiao")


def test_a_text_without_rules_that_nobody_asks_for_is_left_out(tmp_path: Path) -> None:
    copied(tmp_path / MEDICAL)
    (tmp_path / "to-do").mkdir()
    (tmp_path / "to-do" / "text.txt").write_text("x", encoding="utf-8")
    assert versions(folder_of(MEDICAL), tmp_path)[2] == (MEDICAL,)


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path / "x")
    (folder / "text.txt").write_bytes("低于75%".encode("utf-16"))
    (folder / "readings.toml").unlink()
    (folder / "readings.toml").mkdir()
    (folder / "reviews.toml").symlink_to(folder / "nowhere")
    (folder / "meta.toml").write_bytes(b"#" * 9999)
    monkeypatch.setattr(version_folders, "MOST_BYTES", 9000)
    (folder / "rules.tiao").write_text(f"文件 {MEDICAL}\n", encoding="utf-8")
    found = faults(folder, CORPUS)
    assert {f.code for f in found} == {"U106"}
    said = {Path(f.where).name: f.message for f in found if Path(f.where).parent == folder}
    assert {k: v[:5] for k, v in said.items()} == {
        "text.txt": "文件不是可",
        "readings.toml": "这不是文件",
        "reviews.toml": "文件不能读",
        "meta.toml": "文件过大",
    }


def test_faults_of_both_versions_are_named_all_with_their_paths(tmp_path: Path) -> None:
    before, after = copied(tmp_path / "before"), copied(tmp_path / "after")
    edit(before / "rules.tiao", ("低于 75%", "低于 76%"))
    edit(after / "rules.tiao", ("的 床位使用率 低于", "的 床位利用率 低于"))
    edit(after / "readings.toml", ("question = ", "questions = "))
    found = faults(before, after)
    assert {f.where.split(":")[0] for f in found} >= {f"{before}/rules.tiao", f"{after}/rules.tiao"}
    assert any(f.where.startswith(f"{after}/readings.toml") for f in found)
    assert not any(f.where.startswith("corpus/") for f in found)
    assert next(f for f in found if f.where.startswith(f"{before}/rules.tiao")).code.startswith("L5")


def test_rules_that_do_not_say_whose_they_are(tmp_path: Path) -> None:
    folder = copied(tmp_path / "x")
    edit(folder / "rules.tiao", (f"文件 {MEDICAL}", ""))
    (fault,) = faults(folder, CORPUS)
    assert (fault.code, fault.where.split(":")[0]) == ("L106", f"{folder}/rules.tiao")


def test_an_id_that_is_none(tmp_path: Path) -> None:
    folder = copied(tmp_path / "x")
    edit(folder / "rules.tiao", (f"文件 {MEDICAL}", "文件 青岛规划"))
    (fault,) = faults(folder, CORPUS)
    assert (fault.code, fault.where) == ("C105", f"{folder}/meta.toml")


def test_a_region_that_the_ontology_lacks(tmp_path: Path) -> None:
    folder = copied(tmp_path / "x", "binzhou-2022")
    edit(folder / "meta.toml", ('region = "371600"', 'region = "379900"'))
    (fault,) = faults(folder_of("binzhou-2022"), folder)
    assert (fault.code, fault.where) == ("C105", f"{folder}/meta.toml: region")
    assert "379900" in fault.message


# --- relations between documents ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "said"),
    [("qingdao-2023-18-medicine", "没有收录"), (MEDICAL, "文件自己"), ("henan-2025", "不是同一机关")],
)
def test_a_special_text_names_general_texts_of_its_issuer(named: str, said: str, tmp_path: Path) -> None:
    folder = drafted(copied(tmp_path / "x"))
    edit(folder / "meta.toml", ("draft = true", f'draft = true\nspecial_to = ["{named}"]'))
    (fault,) = faults(folder_of(MEDICAL), folder)
    assert (fault.code, fault.where, said in fault.message) == ("C105", f"{folder}/meta.toml: special_to", True)
    sources = read_sources()
    meta = sources[source_name(MEDICAL, "meta.toml")]
    with pytest.raises(Faults, match=said):
        compile_base({**sources, source_name(MEDICAL, "meta.toml"): f'special_to = ["{named}"]\n{meta}'})


def test_a_special_text_may_name_a_general_one_that_is_repealed(tmp_path: Path) -> None:
    def special(to: Path) -> Path:
        edit(drafted(copied(to)) / "meta.toml", ("draft = true", f'draft = true\nspecial_to = ["{CARE}"]'))
        return to

    before = corpus_at(tmp_path / "before", "", special, lambda to: copied(to, CARE))
    _, after, _ = versions(before, corpus_at(tmp_path / "after", "", special))
    assert after.documents[MEDICAL].special_to == (CARE,)
    assert CARE not in after.documents
