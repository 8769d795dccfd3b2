"""Reviews are bound to what was reviewed: quote, rule and readings. A change of any makes them stale."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.review.files import append, own_records
from policy_dsl.review.records import (
    REOPEN,
    REVIEWED,
    SIGN,
    STALE,
    UNREVIEWED,
    Record,
    norm_digest,
    read_reviews,
    reviewed_norms,
    state,
    with_reviews,
    write_reviews,
)
from reasoner.cli.main import main
from reasoner.driver import in_use

RULE = "3.1.p2#低使用率区域不新增床位"
DOCUMENT = "qingdao-2023-18-medical"


@pytest.fixture(autouse=True)
def own_base() -> Iterator[None]:
    in_use.rule_base.cache_clear()
    yield
    in_use.rule_base.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau's own folder of reviews, not there yet."""
    path = tmp_path / "复核"
    monkeypatch.setenv("TIAOLI_REVIEWS", str(path))
    return path


def document() -> dict[str, Any]:
    return copy.deepcopy(dict(in_use.rule_base().documents[DOCUMENT].data))


def norm_of(data: dict[str, Any], rule: str = RULE) -> dict[str, Any]:
    return next(n for n in data["norms"] if n["id"] == f"{DOCUMENT}/{rule}")


def signed(digest: str, action: str = SIGN) -> Record:
    return Record(RULE, action, digest, "张三", "2025-03-01")


# --- the digest ---------------------------------------------------------------------------------------------


def changed(how: str) -> dict[str, Any]:
    data = document()
    norm = norm_of(data)
    clause = next(c for c in data["clauses"] if c["clause"] == norm["clause"])
    reading = next(r for r in data["readings"] if r["name"] == norm["readings"][0])
    match how:
        case "quote":
            clause["quote"] = clause["quote"].replace("75%", "76%")
        case "words":
            norm["spans"][0][0] += 1
        case "strength":
            norm["strength"] = "暂不"
        case "threshold":
            norm["condition"]["right"]["value"] = "0.76"
        case "matters":
            norm["matters"] = ["新增个人账户定点"]
        case "cites":
            norm["readings"] = norm["readings"][1:]
        case "confirmed_by":
            reading["confirmed_by"] = "李四"
        case "offsets":
            clause["start"] += 7
            clause["end"] += 7
            norm["spans"] = [[a + 7, b + 7] for a, b in norm["spans"]]
        case "wording":
            norm["text"] = "另一句话"
        case "another reading":
            next(r for r in data["readings"] if r["name"] == "市政府")["used"] = "别的"
        case _:
            reading[how] = ["别的"] if isinstance(reading[how], list) else "别的"
    return data


@pytest.mark.parametrize(
    "how",
    [
        "quote",
        "words",
        "strength",
        "threshold",
        "matters",
        "cites",
        "used",
        "alternative",
        "basis",
        "covers",
        "removes",
    ],
)
def test_what_a_review_is_of_makes_it_stale(how: str) -> None:
    before = norm_digest(document(), norm_of(document()))
    data = changed(how)
    assert norm_digest(data, norm_of(data)) != before
    assert state(norm_digest(data, norm_of(data)), signed(before)) == STALE
    assert not norm_of({"norms": reviewed_norms(data, [signed(before)])})["reviewed"]


@pytest.mark.parametrize("how", ["confirmed_by", "offsets", "wording", "another reading"])
def test_what_a_review_is_not_of_leaves_it(how: str) -> None:
    before = norm_digest(document(), norm_of(document()))
    data = changed(how)
    assert state(norm_digest(data, norm_of(data)), signed(before)) == REVIEWED


def test_the_last_record_counts() -> None:
    digest = norm_digest(document(), norm_of(document()))
    assert state(digest, None) == UNREVIEWED
    assert state(digest, signed(digest, REOPEN)) == UNREVIEWED
    records = [signed(digest), signed(digest, REOPEN), signed(digest)]
    for count, expected in ((0, False), (1, True), (2, False), (3, True)):
        norms = reviewed_norms(document(), records[:count])
        assert norm_of({"norms": norms})["reviewed"] is expected


def test_alternatives_are_never_reviewed() -> None:
    data = document()
    other = next(n for n in data["norms"] if n["alternative_of"])
    record = Record(other["id"].partition("/")[2], SIGN, norm_digest(data, other), "张三", "2025-03-01")
    assert not any(n["reviewed"] for n in reviewed_norms(data, [record]))


def test_a_bureau_s_records_change_the_digest_of_the_rules_that_receipts_carry() -> None:
    base = in_use.rule_base().data
    digest = norm_digest(document(), norm_of(document()))
    mine = with_reviews(base, {DOCUMENT: [signed(digest)]})
    assert mine["rules_digest"] != base["rules_digest"]
    assert with_reviews(base, {})["rules_digest"] == base["rules_digest"]


# --- the file -----------------------------------------------------------------------------------------------


def test_records_come_back_as_they_were_written() -> None:
    records = (signed("a" * 64), Record('1.p1#「引号」"与\\', REOPEN, "b" * 64, "", "2025-03-02", "见『说明』,再议"))
    assert read_reviews("x", write_reviews(records)) == (records, [])
    assert tomllib.loads(write_reviews(records))["review"][1]["remark"] == "见『说明』,再议"
    assert read_reviews("x", write_reviews([])) == ((), [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "approve"), ("digest", "abc"), ("reviewer", ""), ("reviewer", "张\u202e三"), ("date", "昨天"),
        ("date", "2025-02-30"), ("norm", ""), ("remark", "长" * 501), ("unknown", "x"),
    ],
)  # fmt: skip
def test_a_record_that_says_nothing_certain_is_refused(field: str, value: str) -> None:
    fields = {
        "norm": RULE, "action": SIGN, "digest": "a" * 64, "reviewer": "张三", "date": "2025-03-01", "remark": "", field: value,
    }  # fmt: skip
    text = "[[review]]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items())
    records, faults = read_reviews("reviews.toml", text)
    assert records == ()
    assert [f.code for f in faults] == ["U131"]


@pytest.mark.parametrize("text", ["[[review]", "review = 1", "[[review]]\nnorm = 1", "[[other]]\nx = 1"])
def test_a_file_that_is_no_list_of_records_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / DOCUMENT / "reviews.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults):
        own_records(tmp_path)
    with pytest.raises(Faults):
        append(path, signed("a" * 64))
    assert path.read_text(encoding="utf-8") == text


def test_appending_keeps_every_record_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "x" / "reviews.toml"
    for count in range(1, 4):
        append(path, signed(str(count) * 64))
        assert len(own_records(tmp_path)["x"]) == count
    assert [p.name for p in path.parent.iterdir()] == ["reviews.toml"]


def test_a_record_written_meanwhile_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import policy_dsl.review.files as files

    path = tmp_path / "x" / "reviews.toml"
    written = files._with
    others = [signed("9" * 64)]

    def interrupted(records: Any, record: Record) -> str:
        if others:
            path.parent.mkdir(exist_ok=True)
            path.write_text(write_reviews([others.pop()]), encoding="utf-8")
        return written(records, record)

    monkeypatch.setattr(files, "_with", interrupted)
    append(path, signed("1" * 64))
    assert [r.digest[0] for r in own_records(tmp_path)["x"]] == ["9", "1"]


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        append(blocked / "x" / "reviews.toml", signed("a" * 64))
    assert caught.value.diagnostics[0].code in ("U106", "U107")


# --- the command --------------------------------------------------------------------------------------------


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, Any]]:
    assert main(["review", "list", "--json", *options]) == 0
    return {e["norm"]: e for e in json.loads(capsys.readouterr().out)}


def test_nothing_in_the_repository_counts_as_reviewed_without_a_signature(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = listed(capsys)
    norms = [n for d in in_use.rule_base().documents.values() for n in d.data["norms"] if not n["alternative_of"]]
    assert list(entries) == [n["id"] for n in norms]
    for document in in_use.rule_base().documents.values():
        assert document.reviews == []
    assert {e["state"] for e in entries.values()} == {UNREVIEWED}
    entry = entries[f"{DOCUMENT}/{RULE}"]
    assert "床位使用率低于75%的" in entry["quote"]
    assert entry["text"] == "申请新增购买住院床位的,如所在医保管理区域的床位使用率低于75%,原则上不予新增。"
    assert [r["name"] for r in entry["readings"]] == ["市本级三区", "区域使用率"]


def test_signing_shows_in_verdicts_and_reopening_takes_it_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    application = tmp_path / "a.json"
    application.write_text(
        json.dumps(
            {
                "编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 10,
                "机构": {"类型": "综合医院", "所在地": "城阳区"},
                "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%"}],
            },
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )  # fmt: skip

    def reviewed() -> bool:
        in_use.rule_base.cache_clear()
        assert main(["check", str(application), "--json"]) == 0
        verdict = json.loads(capsys.readouterr().out)
        (reason,) = [r for r in verdict["reasons"]["rules"] if r["rule"].endswith(RULE)]
        return reason.get("reviewed", True)

    assert not reviewed()
    assert main(["review", "sign", RULE, "--by", " 张三 ", "--remark", "无异议"]) == 0
    assert "已记录" in capsys.readouterr().out
    assert reviewed()
    (record,) = own_records(folder)[DOCUMENT]
    assert (record.norm, record.action, record.reviewer, record.remark) == (RULE, SIGN, "张三", "无异议")
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == REVIEWED

    assert main(["review", "reopen", RULE, "--document", DOCUMENT, "--remark", "再议"]) == 0
    capsys.readouterr()
    assert not reviewed()
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == UNREVIEWED
    assert [r.action for r in own_records(folder)[DOCUMENT]] == [SIGN, REOPEN]


def test_a_stale_review_is_listed_with_what_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(folder / DOCUMENT / "reviews.toml", signed("a" * 64))
    append(folder / DOCUMENT / "reviews.toml", Record("9.p9#早已删去", SIGN, "b" * 64, "李四", "2024-01-01"))
    entries = listed(capsys, "--document", DOCUMENT)
    assert entries[f"{DOCUMENT}/{RULE}"]["state"] == STALE
    assert entries[f"{DOCUMENT}/{RULE}"]["reviewer"] == "张三"
    assert entries[f"{DOCUMENT}/9.p9#早已删去"]["gone"]
    assert main(["review", "list", "--document", DOCUMENT]) == 0
    out = capsys.readouterr().out
    assert out.index("【复核之后有改动,须重新复核】") < out.index(RULE) < out.index("【未经复核】")
    assert "这条规则已不存在;李四于2024-01-01复核" in out


def test_the_option_names_a_folder_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "own"
    assert main(["review", "sign", "低使用率区域不新增床位", "--by", "张三", "--reviews", str(folder)]) == 0
    assert (folder / DOCUMENT / "reviews.toml").is_file()
    capsys.readouterr()
    assert listed(capsys, "--reviews", str(folder))[f"{DOCUMENT}/{RULE}"]["state"] == REVIEWED
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == UNREVIEWED


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["sign", "没有这条", "--by", "张三"], "U132"),
        (["sign", "3.1.p1.s1", "--by", "张三"], "U132"),  # four rules stand there
        (["sign", f"{RULE}@市本级三区", "--by", "张三"], "U132"),
        (["sign", RULE, "--by", "  "], "U133"),
        (["sign", RULE, "--by", "张三\n李四"], "U133"),
        (["sign", RULE, "--by", "张三", "--remark", "长" * 501], "U133"),
        (["reopen", RULE], "U132"),
        (["sign", RULE, "--by", "张三", "--document", "无此文件"], "U103"),
        (["sign", RULE], "U102"),
        (["approve", RULE], "U102"),
        ([], "U102"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(
    arguments: list[str], code: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *arguments]) == 2
    assert code in capsys.readouterr().err
    assert not folder.exists()


def test_a_rule_is_found_by_each_of_its_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (f"{DOCUMENT}/{RULE}", RULE, "低使用率区域不新增床位", f"{DOCUMENT}/3.1.p2", "3.1.p2"):
        status = main(["review", "sign", name, "--by", "张三", "--document", DOCUMENT])
        assert (status, RULE in capsys.readouterr().out) == (0, True), name
    assert len(own_records(folder)[DOCUMENT]) == 5


def test_the_compiler_counts_reviews_that_stand_beside_the_rules() -> None:
    from policy_dsl.compile import compile_base
    from policy_dsl.sources import read_sources

    digest = norm_digest(document(), norm_of(document()))
    sources = read_sources() | {f"corpus/{DOCUMENT}/reviews.toml": write_reviews([signed(digest)])}
    built = next(d for d in compile_base(sources)["documents"] if d["id"] == DOCUMENT)
    assert [n["id"] for n in built["norms"] if n["reviewed"]] == [f"{DOCUMENT}/{RULE}"]
    sources[f"corpus/{DOCUMENT}/reviews.toml"] = "[[review]]\n"
    with pytest.raises(Faults) as caught:
        compile_base(sources)
    assert [f.code for f in caught.value.diagnostics] == ["U131"]
