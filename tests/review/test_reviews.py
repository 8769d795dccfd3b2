"""Reviews are bound to what was reviewed: quote, rule and readings. A change of any makes them stale."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import pytest
from corpus_folders import source_name

from policy_dsl.compiled import Review, ReviewAction
from policy_dsl.diagnostics import Faults
from policy_dsl.review.files import append, own_records
from policy_dsl.review.records import (
    ReviewState,
    norm_digest,
    read_reviews,
    reviewed_norms,
    state,
    with_reviews,
    write_reviews,
)
from reasoner.cli.main import main
from reasoner.driver import current_rule_base

from .changed_documents import DOCUMENT, RULE, changed, document, norm_of, rule_in


@pytest.fixture(autouse=True)
def own_base() -> Iterator[None]:
    current_rule_base.rule_base.cache_clear()
    yield
    current_rule_base.rule_base.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau's own folder of reviews, not there yet."""
    path = tmp_path / "复核"
    monkeypatch.setenv("TIAOLI_REVIEWS", str(path))
    return path


def signed(digest: str, action: ReviewAction = ReviewAction.SIGN) -> Review:
    return Review(RULE, action, digest, "张三", "2025-03-01")


# --- the digest ---------------------------------------------------------------------------------------------


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
    after = changed(how)
    assert norm_digest(after, norm_of(after)) != before
    assert state(norm_digest(after, norm_of(after)), signed(before)) is ReviewState.STALE
    assert not rule_in(reviewed_norms(after, [signed(before)])).reviewed


@pytest.mark.parametrize("how", ["confirmed_by", "offsets", "wording", "another reading"])
def test_what_a_review_is_not_of_leaves_it(how: str) -> None:
    before = norm_digest(document(), norm_of(document()))
    after = changed(how)
    assert state(norm_digest(after, norm_of(after)), signed(before)) is ReviewState.REVIEWED


def test_the_last_record_counts() -> None:
    digest = norm_digest(document(), norm_of(document()))
    assert state(digest, None) is ReviewState.UNREVIEWED
    assert state(digest, signed(digest, ReviewAction.REOPEN)) is ReviewState.UNREVIEWED
    reviews = [signed(digest), signed(digest, ReviewAction.REOPEN), signed(digest)]
    for count, expected in ((0, False), (1, True), (2, False), (3, True)):
        assert rule_in(reviewed_norms(document(), reviews[:count])).reviewed is expected


def test_alternatives_are_never_reviewed() -> None:
    other = next(n for n in document().all_norms if n.alternative_of)
    digest = norm_digest(document(), other)
    review = Review(other.id.partition("/")[2], ReviewAction.SIGN, digest, "张三", "2025-03-01")
    assert not any(n.reviewed for n in reviewed_norms(document(), [review]))


def test_a_bureau_s_records_change_the_digest_of_the_rules_that_receipts_carry() -> None:
    base = current_rule_base.rule_base().compiled
    digest = norm_digest(document(), norm_of(document()))
    mine = with_reviews(base, {DOCUMENT: [signed(digest)]})
    assert mine.rules_digest != base.rules_digest
    assert with_reviews(base, {}).rules_digest == base.rules_digest


# --- the file -----------------------------------------------------------------------------------------------


def test_records_come_back_as_they_were_written() -> None:
    reopened = Review('1.p1#「引号」"与\\', ReviewAction.REOPEN, "b" * 64, "", "2025-03-02", "见『说明』,再议")
    reviews = (signed("a" * 64), reopened)
    assert read_reviews("x", write_reviews(reviews)) == (reviews, [])
    assert tomllib.loads(write_reviews(reviews))["review"][1]["remark"] == "见『说明』,再议"
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
        "norm": RULE, "action": "sign", "digest": "a" * 64, "reviewer": "张三", "date": "2025-03-01", "remark": "", field: value,
    }  # fmt: skip
    text = "[[review]]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items())
    reviews, faults = read_reviews("reviews.toml", text)
    assert reviews == ()
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

    def interrupted(reviews: Sequence[Review], review: Review) -> str:
        if others:
            path.parent.mkdir(exist_ok=True)
            path.write_text(write_reviews([others.pop()]), encoding="utf-8")
        return written(reviews, review)

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


class Row(TypedDict):
    """An entry of the list, as far as the tests read it."""

    norm: str
    state: str
    quote: str
    text: str
    readings: list[dict[str, str]]
    reviewer: str
    gone: bool


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Row]:
    assert main(["review", "list", "--json", *options]) == 0
    rows: list[Row] = json.loads(capsys.readouterr().out)
    return {row["norm"]: row for row in rows}


def test_nothing_in_the_repository_counts_as_reviewed_without_a_signature(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = listed(capsys)
    documents = current_rule_base.rule_base().documents.values()
    assert list(entries) == [n.id for d in documents for n in d.norms_in_use]
    assert [d.id for d in documents if d.reviews] == []
    assert {e["state"] for e in entries.values()} == {"unreviewed"}
    entry = entries[f"{DOCUMENT}/{RULE}"]
    assert "床位使用率低于75%的" in entry["quote"]
    assert entry["text"] == "申请新增购买住院床位,所在医保管理区域的床位使用率低于75%的,原则上不予新增。"
    assert [r["name"] for r in entry["readings"]] == ["市本级三区", "区域使用率", "使用率的床位", "使用率的期间"]


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
        current_rule_base.rule_base.cache_clear()
        assert main(["check", str(application), "--json"]) == 0
        verdict = json.loads(capsys.readouterr().out)
        (reason,) = [r for r in verdict["reasons"]["rules"] if r["rule"].endswith(RULE)]
        return reason.get("reviewed", True) is True

    assert not reviewed()
    assert main(["review", "sign", RULE, "--by", " 张三 ", "--remark", "无异议"]) == 0
    assert "已记录" in capsys.readouterr().out
    assert reviewed()
    (review,) = own_records(folder)[DOCUMENT]
    assert (review.norm, review.action, review.reviewer, review.remark) == (RULE, "sign", "张三", "无异议")
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == "reviewed"

    assert main(["review", "reopen", RULE, "--document", DOCUMENT, "--remark", "再议"]) == 0
    capsys.readouterr()
    assert not reviewed()
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == "unreviewed"
    assert [r.action for r in own_records(folder)[DOCUMENT]] == ["sign", "reopen"]


def test_a_stale_review_is_listed_with_what_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(folder / DOCUMENT / "reviews.toml", signed("a" * 64))
    append(
        folder / DOCUMENT / "reviews.toml", Review("9.p9#早已删去", ReviewAction.SIGN, "b" * 64, "李四", "2024-01-01")
    )
    entries = listed(capsys, "--document", DOCUMENT)
    assert entries[f"{DOCUMENT}/{RULE}"]["state"] == "stale"
    assert entries[f"{DOCUMENT}/{RULE}"]["reviewer"] == "张三"
    assert entries[f"{DOCUMENT}/9.p9#早已删去"]["gone"]
    assert main(["review", "list", "--document", DOCUMENT]) == 0
    out = capsys.readouterr().out
    assert out.index("【复核之后有改动，须重新复核】") < out.index(RULE) < out.index("【未经法制复核】")
    assert "这条规则已不存在；李四于2024年1月1日复核" in out


def test_the_option_names_a_folder_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "own"
    assert main(["review", "sign", "低使用率区域不新增床位", "--by", "张三", "--reviews", str(folder)]) == 0
    assert (folder / DOCUMENT / "reviews.toml").is_file()
    capsys.readouterr()
    assert listed(capsys, "--reviews", str(folder))[f"{DOCUMENT}/{RULE}"]["state"] == "reviewed"
    assert listed(capsys)[f"{DOCUMENT}/{RULE}"]["state"] == "unreviewed"


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
    from policy_dsl.source_files import read_sources

    digest = norm_digest(document(), norm_of(document()))
    sources = read_sources() | {source_name(DOCUMENT, "reviews.toml"): write_reviews([signed(digest)])}
    built = next(d for d in compile_base(sources).documents if d.id == DOCUMENT)
    assert [n.id for n in built.all_norms if n.reviewed] == [f"{DOCUMENT}/{RULE}"]
    sources[source_name(DOCUMENT, "reviews.toml")] = "[[review]]\n"
    with pytest.raises(Faults) as caught:
        compile_base(sources)
    assert [f.code for f in caught.value.diagnostics] == ["U131"]
