"""A document of the bureau's own is judged by; one with faults is set aside by name and stops nothing else.

DESIGN §4: 「A fault in one document sets aside that document, with a warning where it matters, and never stops another.」
While a new folder had errors, all commands failed, that of a Qingdao application among them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, application, plan, put, verdict

from reasoner.driver.current_rule_base import rule_base

QINGDAO = json.loads((Path(__file__).parents[2] / "reasoner/driver/demo.json").read_text(encoding="utf-8"))
LABEL = "按规定不得新增"
WARNED = "文件搁置"


def aside() -> dict[str, list[str]]:
    """The codes of the faults of what is set aside, by what it is."""
    return {s.document or os.path.basename(s.path): [f.code for f in s.faults] for s in rule_base().compiled.set_aside}


def qingdao(run: Run, folder: Path) -> str:
    """What is judged of Qingdao, to the byte."""
    file = folder / "青岛.json"
    file.write_text(json.dumps(QINGDAO, ensure_ascii=False), encoding="utf-8")
    status, out, err = run("check", str(file), "--json")
    assert (status, err) == (0, "")
    return out


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path) -> str:
    """What is judged of Qingdao without a corpus."""
    with monkeypatch.context() as patch:
        patch.delenv("TIAOLI_CORPUS")
        return qingdao(run, tmp_path)


# --- in use -------------------------------------------------------------------------------------------------


def test_an_own_plan_decides_for_its_own_city(run: Run, tmp_path: Path) -> None:
    """「本区县床位使用率低于60%的,不得新增购买住院床位。」: 55% is below, 60% is not."""
    low, even = verdict(run, tmp_path), verdict(run, tmp_path, rate="60%")
    assert (low["outcome"], low["label"]) == ("barred", LABEL)
    assert low["citations"][0]["clause"] == f"{PLAN}/p1"
    assert even["outcome"] == "may_proceed"
    assert PLAN in low["receipt"]["documents"]


def test_a_verdict_by_an_own_plan_is_verified(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    file.write_text(json.dumps(verdict(run, tmp_path), ensure_ascii=False), encoding="utf-8")
    assert run("verify", str(file))[0] == 0
    file.write_text(file.read_text(encoding="utf-8").replace('"barred"', '"may_proceed"'), encoding="utf-8")
    assert run("verify", str(file))[0] == 1


def test_nothing_of_the_package_changes(run: Run, tmp_path: Path, before: str) -> None:
    assert qingdao(run, tmp_path) == before


def test_the_settings_name_the_folder_too(
    corpus: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "设置.toml"
    settings.write_text('"经办机构" = "某中心"\n"规则库" = "规则库"\n', encoding="utf-8")
    monkeypatch.delenv("TIAOLI_CORPUS")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    assert verdict(run, tmp_path)["outcome"] == "barred"


def test_settings_that_name_it_and_cannot_be_read_stop(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows then which documents there are."""
    settings = tmp_path / "设置.toml"
    settings.write_text('"规则库" = "规则库\n', encoding="utf-8")
    monkeypatch.delenv("TIAOLI_CORPUS")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    status, _, err = run("demo")
    assert status == 2
    assert "T112" in err
    assert f"{settings}:1" in err


def test_a_new_version_of_an_own_plan_is_in_force_by_day(corpus: Path, run: Run, tmp_path: Path) -> None:
    files = plan("50%", starts="2026-04-01")
    put(
        corpus,
        {
            p: t + '\n[succession]\nreplaces = "2026-01-01"\nbasis = "虚拟"\n' if p.endswith("meta.toml") else t
            for p, t in files.items()
        },
    )
    assert verdict(run, tmp_path)["outcome"] == "may_proceed"  # 55% is not below 50%
    assert verdict(run, tmp_path, 日期="2026-03-31")["outcome"] == "barred"


# --- faults -------------------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[dict[str, str | bytes | None], list[str]]] = {
    "a rule against its words": ({"rules.tiao": plan()[f"{FOLDER}/rules.tiao"].replace("低于 60%", "低于 70%")}, ["L502", "L505"]),
    "no meta.toml": ({"meta.toml": None}, ["C115"]),
    "no text": ({"text.txt": None}, ["C115"]),
    "no rules": ({"rules.tiao": None}, ["C115"]),
    "rules in GB18030": ({"rules.tiao": plan()[f"{FOLDER}/rules.tiao"].encode("gb18030")}, ["U106"]),
    "a text in UTF-16": ({"text.txt": plan()[f"{FOLDER}/text.txt"].encode("utf-16")}, ["U106"]),
    "no TOML": ({"meta.toml": 'title = "虚拟'}, ["C101"]),
    "another region": ({"meta.toml": plan(region="370600")[f"{CITY.replace('07', '06')}/{PLAN}/2026-01-01/meta.toml"]}, ["C117"]),
    "a draft where none belongs": (
        {"meta.toml": "draft = true\n" + plan()[f"{FOLDER}/meta.toml"].partition("[received]")[0]}, ["C114"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_faulty_document_is_set_aside_and_stops_nothing(
    name: str, corpus: Path, run: Run, tmp_path: Path, before: str
) -> None:
    changes, codes = BROKEN[name]
    put(corpus, plan("70%", id_="other-plan", region="370600"))
    for file, content in changes.items():
        if content is None:
            (corpus / FOLDER / file).unlink()
        else:
            put(corpus, {f"{FOLDER}/{file}": content})
    assert qingdao(run, tmp_path) == before
    assert aside() == {PLAN: codes}
    here = verdict(run, tmp_path)
    assert here["outcome"] == "not_regulated"
    (recorded,) = here["set_aside"]
    assert (recorded["document"], recorded["faults"]) == (PLAN, len(codes))
    assert here["warnings"][0].startswith(WARNED)
    assert f"有{len(codes)}处错误,没有参加本次研判" in here["warnings"][0]
    neighbour = verdict(run, tmp_path, place="芝罘区")
    # What says that it is of the neighbour, too, may be of either.
    assert (neighbour["outcome"], "set_aside" in neighbour) == ("barred", name == "another region")


def test_a_verdict_that_names_what_is_set_aside_is_verified(corpus: Path, run: Run, tmp_path: Path) -> None:
    (corpus / FOLDER / "rules.tiao").unlink()
    file = tmp_path / "v.json"
    written = verdict(run, tmp_path)
    file.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    assert run("verify", str(file))[0] == 0
    for changed in (
        written | {"warnings": written["warnings"][1:]},
        {k: v for k, v in written.items() if k != "set_aside"},
        written | {"set_aside": [written["set_aside"][0] | {"faults": 2}]},
        written | {"set_aside": [written["set_aside"][0] | {"more": 2}]},
    ):
        file.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        assert run("verify", str(file))[0] == 1


def test_what_is_set_aside_later_leaves_an_older_verdict_true(corpus: Path, run: Run, tmp_path: Path) -> None:
    """A verdict holds while what it rests on is unchanged, whatever else enters the rule base (CONTRACT §2)."""
    file = tmp_path / "v.json"
    file.write_text(json.dumps(verdict(run, tmp_path), ensure_ascii=False), encoding="utf-8")
    put(corpus, {f"{CITY}/half-done/2026-02-01/meta.toml": ""})
    assert run("verify", str(file))[0] == 0


def test_a_fault_on_another_matter_is_no_matter(corpus: Path, run: Run, tmp_path: Path) -> None:
    """What could be read whole says what it concerns: the plan on beds is no warning for a pharmacy."""
    rules = plan()[f"{FOLDER}/rules.tiao"].replace("文件 weifang-beds", "文件 another-id")
    put(corpus, {f"{FOLDER}/rules.tiao": rules})
    pharmacy = {"名称": "虚拟药房", "类型": "零售药店", "所在地": "寿光市"}
    assert "set_aside" in verdict(run, tmp_path)
    assert aside() == {PLAN: ["L412"]}
    assert "set_aside" not in verdict(
        run, tmp_path, 事项="新增定点零售药店", 机构=pharmacy, 指标=[], 床位数=None, 床位类别=None
    )


# --- ids ----------------------------------------------------------------------------------------------------


def test_an_id_of_the_package_is_not_taken_over(corpus: Path, run: Run, tmp_path: Path, before: str) -> None:
    put(corpus, plan(id_="qingdao-2023-18-medical", region="370200", starts="2023-07-30"))
    put(corpus, plan(id_="henan-2025"))
    assert qingdao(run, tmp_path).replace(" ", "").count("qingdao-2023-18-medical/3.1.p2") == before.replace(
        " ", ""
    ).count("qingdao-2023-18-medical/3.1.p2")
    assert aside() == {"qingdao-2023-18-medical": ["C130"], "henan-2025": ["C119"]}
    assert verdict(run, tmp_path)["outcome"] == "barred"


def test_of_two_own_documents_of_one_id_the_first_stands(corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, plan("70%", id_=PLAN, region="370900"))
    assert verdict(run, tmp_path)["outcome"] == "barred"
    other = verdict(run, tmp_path, place="泰山区")
    assert other["outcome"] == "not_regulated"
    assert other["set_aside"][0]["document"] == PLAN
    assert aside() == {PLAN: ["C119"]}


# --- folders ------------------------------------------------------------------------------------------------


def test_a_corpus_that_is_not_there_is_said_in_every_verdict(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt name must not pass for a bureau without documents; what comes with the program goes on."""
    monkeypatch.setenv("TIAOLI_CORPUS", str(tmp_path / "没有"))
    written = json.loads(qingdao(run, tmp_path))
    assert written["set_aside"] == [{"document": "", "title": "", "faults": 1}]
    assert (
        written["warnings"][0]
        == "文件搁置:本单位规则库没有读出,其中的文件都没有参加本次研判,可能另有规定;读出以后重新研判。"
    )
    (part,) = rule_base().compiled.set_aside
    assert (part.everywhere, part.faults[0].code, part.faults[0].where) == (True, "U190", str(tmp_path / "没有"))


@pytest.mark.parametrize("path", ["370700/meta.toml", "370700/weifang-beds/text.txt"])
def test_a_file_at_the_wrong_level_is_named(path: str, corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, {path: "x"})
    written = verdict(run, tmp_path)
    assert written["outcome"] == "barred"
    assert [s["document"] for s in written["set_aside"]] == [path.rpartition("/")[2]]
    assert aside() == {path.rpartition("/")[2]: ["C116"]}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_named(corpus: Path, run: Run, tmp_path: Path) -> None:
    folder = corpus / "370600" / "x" / "2026-01-01"
    folder.mkdir(parents=True)
    folder.chmod(0)
    try:
        assert verdict(run, tmp_path)["outcome"] == "barred"
        assert list(aside().values()) == [["U190"]]
    finally:
        folder.chmod(0o755)


def test_hidden_and_unrelated_files_are_none_of_it(corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, {".git/config.toml": "x", "说明.docx": "x", f"{FOLDER}/~$rules.tiao": "x", f"{FOLDER}/来件.pdf": "x"})
    assert verdict(run, tmp_path)["outcome"] == "barred"
    assert aside() == {}


# --- regions ------------------------------------------------------------------------------------------------


def test_a_region_of_no_table_is_named_and_crashes_nothing(corpus: Path, run: Run, tmp_path: Path, before: str) -> None:
    """KeyError('370700') in every later command, compiling without a word."""
    put(corpus, plan(id_="nowhere", region="999900"))
    assert qingdao(run, tmp_path) == before
    assert aside() == {"nowhere": ["C117", "C105"]} or aside() == {"nowhere": ["C117"]}
    for command in (
        ("documents",),
        ("lint", "--document", "weifang-beds"),
        ("compare", "青岛市", "河南省", "--topics"),
    ):
        status, out, err = run(*command)
        assert "U199" not in out + err
        assert status in (0, 1)


def test_a_county_of_a_city_that_only_the_table_has_is_known(corpus: Path, run: Run, tmp_path: Path) -> None:
    for place in ("寿光市", "370783", "潍坊市寿光市", "奎文区"):
        assert verdict(run, tmp_path, place=place)["outcome"] == "barred"


def test_a_municipality_is_the_city_of_its_districts(corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, plan("70%", id_="invented-beijing", region="110000"))
    assert verdict(run, tmp_path, place="海淀区")["outcome"] == "barred"
    assert rule_base().vocabulary.full_name("110108") == "北京市海淀区"


# --- drafts -------------------------------------------------------------------------------------------------


def test_a_draft_is_never_in_force(corpus: Path, run: Run, tmp_path: Path) -> None:
    files = plan("80%", id_="invented-draft")
    put(corpus, {p.replace("2026-01-01/", "draft/"): t for p, t in files.items()})
    written = verdict(run, tmp_path, rate="70%")
    assert written["outcome"] == "may_proceed"
    assert "invented-draft" not in written["receipt"]["documents"]
    assert "set_aside" not in written


# --- questions ----------------------------------------------------------------------------------------------


def test_a_question_says_what_is_set_aside(corpus: Path, run: Run) -> None:
    put(corpus, {"370200/half-done/2026-02-01/text.txt": "虚拟"})
    status, out, _ = run("ask", "城阳区", "综合医院", "加床", "--json")
    assert status == 0
    assert "本单位规则库中的half-done有1处错误,已经搁置,以下回答没有用到它。" in json.loads(out)["notes"]
    (corpus / FOLDER / "rules.tiao").unlink()
    status, _, err = run("ask", "潍坊市", "综合医院", "加床")
    assert status == 2
    assert f"({PLAN})有错误,已经搁置" in err.translate(str.maketrans("（），", "(),"))


def test_a_question_is_answered_by_an_own_plan(corpus: Path, run: Run) -> None:
    status, out, _ = run("ask", "寿光市", "综合医院", "加床", "--json")
    assert status == 0
    assert [r["clause"] for r in json.loads(out)["rules"]] == [f"{PLAN}/p1"]


# --- comparison ---------------------------------------------------------------------------------------------


def test_a_draft_is_what_a_plan_is_compared_with(corpus: Path, run: Run, tmp_path: Path) -> None:
    """Drafts and 征求意见稿 are used by `compare --after` alone."""
    files = {p.replace("2026-01-01", "draft"): t for p, t in plan("80%").items()}
    meta = f"{CITY}/{PLAN}/draft/meta.toml"
    put(corpus, files | {meta: "draft = true\n" + files[meta].partition("[received]")[0]})
    status, out, err = run("compare", "--before", str(corpus / FOLDER), "--after", str(corpus / CITY / PLAN / "draft"))
    assert (status, err) == (0, ""), err
    assert "80%" in out
    assert verdict(run, tmp_path, rate="70%")["outcome"] == "may_proceed"


# --- letters ------------------------------------------------------------------------------------------------


def test_no_final_letter_rests_on_a_verdict_that_lacks_a_document(corpus: Path, run: Run, tmp_path: Path) -> None:
    """What is set aside may say otherwise: the letter says so on every page, holds, and is not made final."""
    put(corpus, {f"{CITY}/half-done/2026-02-01/text.txt": "虚拟"})
    file, letter = tmp_path / "申请.json", tmp_path / "告知书.docx"
    file.write_text(json.dumps(application(), ensure_ascii=False), encoding="utf-8")
    assert run("report", str(file), "-o", str(letter))[0] == 0
    assert run("verify", str(letter))[0] == 0
    status, out, err = run("report", str(file), "-o", str(tmp_path / "定稿.docx"), "--final")
    assert status == 1
    assert "本单位规则库有文件搁置" in out + err
    assert not (tmp_path / "定稿.docx").exists()


SURPLUS = """["本区县的范围"]
question = "本区县指哪里"
used = "机构所在的区县"
alternative = "全市"
basis = "原文上下文"
covers = ["床位使用率"]
confirmed_by = ""
"""


def test_a_word_that_a_reading_need_not_cover_sets_nothing_aside(corpus: Path, run: Run, tmp_path: Path) -> None:
    """The words say 床位使用率 themselves: no rule and no reading says anything else for the cover that is too much (L607)."""
    files = plan("60%")
    rules = f"{FOLDER}/rules.tiao"
    files[rules] = files[rules].replace("  规则 低使用率不新增\n", "  规则 低使用率不新增\n    据 解释 本区县的范围\n")
    put(corpus, files | {f"{FOLDER}/readings.toml": SURPLUS})
    assert verdict(run, tmp_path)["outcome"] == "barred"
    assert aside() == {}
    status, out, _ = run("corpus", "check", "--json")
    assert status == 0, out
    (document,) = (d for d in json.loads(out)["documents"] if d["entry"]["document"] == PLAN)
    (hint,) = document["hints"]
    assert hint["code"] == "L607"
    assert "删去「床位使用率」" in hint["hint"]
    _, text, _ = run("corpus", "check")
    assert "提示，照常采用" in text


def test_with_another_fault_beside_it_the_document_is_set_aside(corpus: Path, run: Run, tmp_path: Path) -> None:
    files = plan("60%")
    rules = f"{FOLDER}/rules.tiao"
    files[rules] = files[rules].replace("  规则 低使用率不新增\n", "  规则 低使用率不新增\n    据 解释 本区县的范围\n")
    files[rules] = files[rules].replace("低于 60%", "低于 65%")
    put(corpus, files | {f"{FOLDER}/readings.toml": SURPLUS})
    assert verdict(run, tmp_path)["outcome"] == "not_regulated"
    (codes,) = aside().values()
    assert {"L502", "L607"} <= set(codes)
