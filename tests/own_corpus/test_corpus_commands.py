"""`tiaoli corpus list`, `check`, `new`: what is held, what is wrong, what is left, and how a new document begins.

A new document could only be put into the installed package, its fields were told by errors alone,
and unfinished work stopped every command.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, plan, put, verdict

from policy_dsl.own_corpus.meta_fields import FIELDS
from policy_dsl.texts import document_check
from policy_dsl.texts.official_text import load_document
from reasoner.driver import own_corpus
from reasoner.driver.current_rule_base import compiled_base

TEXT = "虚拟的零售药店办法(测试用)\n拟新增定点零售药店步行15分钟内有定点零售药店的,原则上不再新增定点。\n"


def listed(run: Run) -> dict[tuple[str, str], dict[str, Any]]:
    status, out, _ = run("corpus", "list", "--json")
    assert status == 0
    return {(e["document"], e["version"]): e for e in json.loads(out)}


def checked(run: Run) -> tuple[int, dict[str, Any]]:
    status, out, _ = run("corpus", "check", "--json")
    return status, json.loads(out)


# --- list ---------------------------------------------------------------------------------------------------


def test_the_list_says_whose_where_and_in_which_state(corpus: Path, run: Run) -> None:
    put(corpus, {p.replace("2026-01-01", "draft"): t for p, t in plan("80%").items()})
    put(corpus, {"370600/half/2026-02-01/text.txt": "虚拟"})
    entries = listed(run)
    own = entries[PLAN, "2026-01-01"]
    assert (own["state"], own["own"], own["region_name"]) == ("held", True, "潍坊市")
    assert own["path"] == str(corpus / FOLDER)
    assert own["unreviewed_count"] == 1
    assert (entries[PLAN, "draft"]["state"], entries[PLAN, "draft"]["own"]) == ("draft", True)
    half = entries["half", "2026-02-01"]
    assert (half["state"], half["region_name"]) == ("set_aside", "烟台市") or half["region_name"] == ""
    assert [f["code"] for f in half["faults"]] == ["C115"]
    shipped = entries["qingdao-2023-18-medical", "2023-07-30"]
    assert (shipped["state"], shipped["own"], "path" in shipped) == ("held", False, False)


def test_documents_lists_drafts_and_what_is_set_aside_behind(corpus: Path, run: Run) -> None:
    put(corpus, {"370600/half/2026-02-01/text.txt": "虚拟"})
    status, out, _ = run("documents", "--json")
    assert status == 0
    last = json.loads(out)[-1]
    assert (last["document"], last["state"]) == ("half", "set_aside")
    status, out, _ = run("documents")
    assert status == 0
    assert "搁置，没有参加研判" in out


def test_without_a_corpus_the_list_is_that_of_the_package(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIAOLI_CORPUS")
    assert not any(e["own"] for e in listed(run).values())
    status, _, err = run("corpus", "check")
    assert status == 2
    assert "U193" in err


# --- check --------------------------------------------------------------------------------------------------

CASES = """\
情形:
  - 名: 低于标准
    申请:
      编号: 情形-1
      事项: 新增购买住院床位
      日期: 2026-05-01
      床位类别: 综合
      床位数: 10
      机构: {{名称: 某医院, 类型: 综合医院, 等级: 二级, 所在地: 寿光市}}
      指标:
        - {{地区: 寿光市, 名称: 床位使用率, 数值: {rate}, 时点: 2026-03-31}}
    结论: {label}
    据: [{clause}]
"""


def cases(rate: str = "55%", label: str = "按规定不得新增", clause: str = "p1") -> dict[str, str]:
    return {f"{FOLDER}/cases.yaml": CASES.format(rate=rate, label=label, clause=clause)}


def test_a_check_says_what_is_left(corpus: Path, run: Run) -> None:
    put(corpus, cases())
    status, report = checked(run)
    (document,) = report["documents"]
    assert (status, document["case_count"], "case_faults" in document) == (0, 1, False)
    assert document["unreviewed"] == [f"{PLAN}/p1#低使用率不新增"]
    status, out, _ = run("corpus", "check")
    assert status == 0
    assert "情形：1个，都合" in out
    assert "1条规则未经法制复核" in out


@pytest.mark.parametrize(
    ("case", "code", "where"),
    [
        (cases(rate="60%"), "U194", "结论"),
        (cases(clause="p2"), "U194", "据"),
        (cases(label="不予批准"), "U196", "结论"),
        ({f"{FOLDER}/cases.yaml": "情形:\n  - 名: 甲\n"}, "U196", "第1项"),
        ({f"{FOLDER}/cases.yaml": "规则: {}\n"}, "U196", "cases.yaml"),
        ({f"{FOLDER}/cases.yaml": cases()[f"{FOLDER}/cases.yaml"].replace("寿光市", "寿光县")}, "F118", "第1项"),
    ],
)
def test_a_case_that_comes_out_otherwise_is_named(
    case: dict[str, str], code: str, where: str, corpus: Path, run: Run
) -> None:
    """60% is not below 60%: what the case says is not what the words give."""
    put(corpus, case)
    status, report = checked(run)
    assert status == 1
    faults = report["documents"][0]["case_faults"]
    assert {f["code"] for f in faults} == {code}
    assert where in faults[0]["where"]


def test_where_no_clause_decides_the_check_says_what_is_lacking(corpus: Path, run: Run) -> None:
    """「床位使用率低于60%的,不得新增」: without the rate nothing decides, and the rate is what is lacking."""
    put(corpus, cases(rate="不详"))
    status, report = checked(run)
    assert status == 1
    (_, grounds) = report["documents"][0]["case_faults"]
    assert "没有条款决定结论" in grounds["message"]
    assert "尚缺床位使用率" in grounds["message"]


def test_a_case_that_an_unwritten_clause_leaves_open_names_it(corpus: Path, run: Run) -> None:
    """p1 is not yet written: what it restricts is not known, and its case says that this is why."""
    rules = f"{FOLDER}/rules.tiao"
    unwritten = plan()[rules].partition("  规则 ")[0] + "  待写 事项 新增购买住院床位 因 「待议」\n"
    put(corpus, {**cases(rate="60%"), rules: unwritten})
    status, report = checked(run)
    assert status == 1
    outcome, clause = report["documents"][0]["case_faults"]
    assert "p1待写" in outcome["hint"]
    assert clause["message"].startswith("「p1」没有决定结论;")


def test_faults_stand_under_their_document(corpus: Path, run: Run) -> None:
    put(corpus, {"370600/half/2026-02-01/text.txt": "虚拟", "terms.toml": "名称 = 1"})
    status, report = checked(run)
    assert status == 1
    faults = {
        d["entry"]["document"] or Path(d["entry"]["path"]).name: d["entry"].get("faults") for d in report["documents"]
    }
    assert faults[PLAN] is None
    assert [f["code"] for f in faults["half"]] == ["C115"]
    assert [f["code"] for f in faults["terms.toml"]] == ["U191"]


def test_a_draft_is_checked_too(corpus: Path, run: Run) -> None:
    files = {p.replace("2026-01-01", "draft"): t for p, t in plan("80%").items()}
    put(corpus, files)
    status, report = checked(run)
    draft = next(d["entry"] for d in report["documents"] if d["entry"]["version"] == "draft")
    assert (status, [f["code"] for f in draft["faults"]]) == (1, ["C114"])
    meta = f"{CITY}/{PLAN}/draft/meta.toml"
    put(corpus, {meta: "draft = true\n" + files[meta].partition("[received]")[0]})
    assert checked(run)[0] == 0


def test_only_what_changed_is_compiled(corpus: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """「After a change `corpus check` answers within 0.3 × of a full compilation」: one folder of nine is compiled."""
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "cache"))
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    put(corpus, plan("70%", id_="other-plan", region="370600"))
    first = checked(run)[1]["compiled"]
    assert {FOLDER, "370600/other-plan/2026-01-01"} < {*first}
    assert checked(run)[1]["compiled"] == []
    put(corpus, {f"{FOLDER}/readings.toml": "# 改动\n"})
    assert checked(run)[1]["compiled"] == [FOLDER]
    (corpus / FOLDER / "rules.tiao").write_text("文件", encoding="utf-8")
    status, report = checked(run)
    assert (status, report["compiled"]) == (1, [FOLDER])
    put(corpus, plan())
    put(corpus, {f"{FOLDER}/readings.toml": "# 改动\n"})
    assert (checked(run)[0], checked(run)[1]["compiled"]) == (0, [])


def test_without_a_cache_the_result_is_the_same(corpus: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = compiled_base()
    monkeypatch.setattr(own_corpus.rule_base_store, "cached", lambda *_: None)
    assert compiled_base().documents == kept.documents or [d.content_digest for d in compiled_base().documents] == [
        d.content_digest for d in kept.documents
    ]


# --- new ----------------------------------------------------------------------------------------------------


def begin(run: Run, tmp_path: Path, *more: str, text: str | bytes = TEXT) -> tuple[int, str, str]:
    file = tmp_path / "来件.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    given = dict(zip(more[::2], more[1::2], strict=True))
    options = {"--id": "weifang-2026", "--region": "潍坊市", "--version": "2026-01-01"} | given
    return run("corpus", "new", str(file), *(part for pair in options.items() for part in pair))


def test_a_new_document_is_laid_out_and_set_aside_until_it_is_done(corpus: Path, run: Run, tmp_path: Path) -> None:
    status, _, err = begin(run, tmp_path)
    assert (status, err) == (0, "")
    folder = corpus / CITY / "weifang-2026" / "2026-01-01"
    names = {p.name for p in folder.iterdir()}
    assert names == {"text.txt", "meta.toml", "rules.tiao", "readings.toml", "cases.yaml"}
    assert (folder / "text.txt").read_text(encoding="utf-8") == TEXT
    assert "「拟新增定点零售药店步行15分钟内有定点零售药店的,原则上不再新增定点。」" in (
        folder / "rules.tiao"
    ).read_text(encoding="utf-8")
    meta = (folder / "meta.toml").read_text(encoding="utf-8")
    assert all(explained in meta for explained in FIELDS.values())
    assert 'title = "虚拟的零售药店办法(测试用)"' in meta
    assert listed(run)["weifang-2026", "2026-01-01"]["state"] == "set_aside"
    assert verdict(run, tmp_path)["outcome"] == "barred"  # the plan beside it goes on
    filled = meta.replace('kind = "待填"', 'kind = "规划"').replace("issuers = []", 'issuers = ["虚拟市医疗保障局"]')
    filled = filled.replace('starts_basis = "待填"', 'starts_basis = "明文"').replace(
        'ends_basis = "待填"', 'ends_basis = "未载"'
    )
    document = load_document("weifang-2026", filled, TEXT)
    assert (document.region, document.starts, document.received.length) == (CITY, "2026-01-01", len(TEXT))


def test_a_draft_has_no_received_file(corpus: Path, run: Run, tmp_path: Path) -> None:
    assert begin(run, tmp_path, "--version", "draft")[0] == 0
    meta = (corpus / CITY / "weifang-2026" / "draft" / "meta.toml").read_text(encoding="utf-8")
    assert "\ndraft = true\n" in meta
    assert "\n[received]" not in meta


def test_nothing_that_is_there_is_touched(corpus: Path, run: Run, tmp_path: Path) -> None:
    assert begin(run, tmp_path)[0] == 0
    before = {p: p.read_bytes() for p in corpus.rglob("*") if p.is_file()}
    status, _, err = begin(run, tmp_path, text="别的文字\n")
    assert status == 2
    assert "U192" in err
    assert {p: p.read_bytes() for p in corpus.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("options", "text", "codes"),
    [
        (("--id", "潍坊"), TEXT, ["U108"]),
        (("--id", "../x"), TEXT, ["U108"]),
        (("--region", "潍坊县坊"), TEXT, ["F118"]),
        (("--region", "鼓楼区"), TEXT, ["F119"]),
        (("--version", "2026-02-30"), TEXT, ["C118"]),
        (("--version", "二零二六"), TEXT, ["C118"]),
        ((), "", ["U106"]),
        ((), b"\xff\xfe\xfa\x80", ["U106"]),
        (("--id", "X", "--version", "1"), b"", ["U108", "C118", "U106"]),
    ],
)
def test_every_fault_of_a_new_document_is_named_and_nothing_written(
    options: tuple[str, ...], text: str | bytes, codes: list[str], corpus: Path, run: Run, tmp_path: Path
) -> None:
    before = {*corpus.rglob("*")}
    status, _, err = begin(run, tmp_path, *options, text=text)
    assert status == 2
    assert [code for code in codes if code not in err] == []
    assert {*corpus.rglob("*")} == before


def test_a_text_in_gb18030_is_laid_out_in_utf8(corpus: Path, run: Run, tmp_path: Path) -> None:
    assert begin(run, tmp_path, text=TEXT.encode("gb18030"))[0] == 0
    assert (corpus / CITY / "weifang-2026/2026-01-01/text.txt").read_text(encoding="utf-8") == TEXT


def test_a_corpus_that_is_not_there_yet_is_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOLI_CORPUS", str(tmp_path / "新库"))
    assert begin(run, tmp_path)[0] == 0
    assert (tmp_path / "新库" / CITY).is_dir()


def test_every_field_of_meta_toml_is_explained() -> None:
    tables = {
        "force": document_check._FORCE, "received": document_check._RECEIVED, "masked": document_check._MASKED,
        "missing": document_check._MISSING, "lines": document_check._LINE, "succession": document_check._SUCCESSION,
        "repeal": document_check._REPEAL,
    }  # fmt: skip
    fields = {key for key in document_check._META if key not in tables}
    fields |= {f"{table}.{key}" for table, shape in tables.items() for key in shape}
    assert {*FIELDS} == fields


def _with_duty(root: Path) -> None:
    """The invented plan with a duty that is only proposed."""
    files = plan()
    rules, text = f"{FOLDER}/rules.tiao", f"{FOLDER}/text.txt"
    length = len(files[text])
    files[text] += "各区(市)定期统计床位。\n"
    files[rules] += "\n条 p2 性质 义务\n「各区(市)定期统计床位。」\n  义务 定期统计床位 待核\n"
    meta = f"{FOLDER}/meta.toml"
    files[meta] = files[meta].replace(f"length = {length}", f"length = {len(files[text])}")
    put(root, files)


def test_proposed_duties_are_counted_beside_proposed_rules_and_what_waits(corpus: Path, run: Run) -> None:
    _with_duty(corpus)
    (entry,) = (e for (id_, _), e in listed(run).items() if id_ == PLAN)
    assert entry["state"] == "held", entry
    assert (entry["pending_count"], entry["proposed_count"], entry["proposed_duty_count"]) == (1, 0, 1)
    _, out, _ = run("corpus", "list")
    assert "1条待写、1项义务或建议待核" in "".join(out.split())


def test_the_check_tells_what_waits_and_counts_as_restricting_nobody(corpus: Path, run: Run) -> None:
    """It never happens silently: who called a restriction a duty finds it here."""
    _with_duty(corpus)
    _, report = checked(run)
    (document,) = (d for d in report["documents"] if d["entry"]["document"] == PLAN)
    (place,) = document["pending"]
    assert place["restricts_nobody"] == ["义务"]
    _, out, _ = run("corpus", "check")
    assert "其中不当作限制" in out
    assert f"{PLAN}/p2（义务）" in "".join(out.split())
