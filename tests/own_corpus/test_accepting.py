"""A proposed rule decides nothing until a person accepts it; acceptance is recorded with name, day and what was accepted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, forget, put, verdict

from policy_dsl.diagnostics import Faults
from reasoner.driver import accepting

RULE = f"{PLAN}/p2#床位使用率低于60%的区域不再新增"


@pytest.fixture
def proposed(corpus: Path) -> Path:
    """The rules file of the invented plan, its rule only proposed."""
    rules = corpus / FOLDER / "rules.tiao"
    text = rules.read_text(encoding="utf-8")
    assert re.search(r"^  规则 \S+$", text, re.MULTILINE)
    rules.write_text(re.sub(r"^(  规则 \S+)$", r"\1 待核", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    forget()
    return rules


def test_an_accepted_rule_decides_and_the_record_says_who_and_when(run: Run, proposed: Path, tmp_path: Path) -> None:
    (rule,) = accepting.proposed_rules()
    assert verdict(run, tmp_path)["pending"], "待核 counts as 待写"
    status, out, err = run("corpus", "accept", rule.rule, "--by", "张三", "--remark", "对照无误")
    assert (status, err) == (0, ""), out
    assert "待核" not in proposed.read_text(encoding="utf-8")
    (record,) = accepting.acceptances()[PLAN]
    assert (record.by, record.date, record.remark) == ("张三", date.today().isoformat(), "对照无误")
    assert f"{PLAN}/{record.rule}" == rule.rule
    assert record.digest == rule.digest
    forget()
    judged = verdict(run, tmp_path)
    assert judged["outcome"] == "barred", "the invented plan says 暂不新增"
    assert judged.get("pending", []) == []
    assert accepting.proposed_rules() == []
    assert "由张三于" in accepting.proposals_text()


def test_it_is_listed_with_its_clause(run: Run, proposed: Path) -> None:
    status, out, _ = run("corpus", "accept")
    assert status == 0
    (rule,) = accepting.proposed_rules()
    assert rule.rule in out
    assert rule.quote in out
    assert "待核1条" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("{rule}",), "U133"),
        (("{rule}", "--by", "张\u200b三"), "U133"),
        (("{rule}", "--by", "张三", "--remark", "字" * 501), "U133"),
        (("weifang-beds/9.p9#没有这条", "--by", "张三"), "U132"),
    ],
)
def test_without_a_name_or_a_rule_nothing_is_written(
    run: Run, corpus: Path, proposed: Path, arguments: tuple[str, ...], code: str
) -> None:
    (rule,) = accepting.proposed_rules()
    before = proposed.read_bytes()
    status, _, err = run("corpus", "accept", *(a.format(rule=rule.rule) for a in arguments))
    assert status == 2
    assert code in err
    assert proposed.read_bytes() == before
    assert not (corpus / "reviews" / PLAN).exists()


def test_a_rule_that_changed_after_it_was_seen_is_not_accepted(corpus: Path, proposed: Path) -> None:
    (rule,) = accepting.proposed_rules()
    proposed.write_text(proposed.read_text(encoding="utf-8").replace("低于 60%", "低于 61%"), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        accepting.accept(rule.rule, "张三", digest=rule.digest)
    assert [d.code for d in caught.value.diagnostics] == ["U174"]
    assert "待核" in proposed.read_text(encoding="utf-8")
    assert not (corpus / "reviews" / PLAN).exists()


def test_what_would_leave_words_without_a_rule_is_not_accepted(corpus: Path, proposed: Path) -> None:
    """Another restriction in the sentence, which the proposal does not say: the document would be set aside."""
    text = proposed.read_text(encoding="utf-8")
    quote = next(line for line in text.splitlines() if "60%" in line and line.startswith("「"))
    longer = quote.replace("。」", ";其他的从严控制。」")
    official = corpus / FOLDER / "text.txt"
    official.write_text(official.read_text(encoding="utf-8").replace(quote[1:-1], longer[1:-1]), encoding="utf-8")
    proposed.write_text(text.replace(quote, longer), encoding="utf-8")
    meta = corpus / FOLDER / "meta.toml"
    length = len(official.read_text(encoding="utf-8"))
    meta.write_text(re.sub(r"length = \d+", f"length = {length}", meta.read_text(encoding="utf-8")), encoding="utf-8")
    forget()
    (rule,) = accepting.proposed_rules()
    with pytest.raises(Faults) as caught:
        accepting.accept(rule.rule, "张三")
    assert {d.code for d in caught.value.diagnostics} <= {"L503", "L501"}
    assert "待核" in proposed.read_text(encoding="utf-8")


def test_of_two_alike_only_the_one_that_is_named_is_accepted(corpus: Path) -> None:
    folder = f"{CITY}/two-alike/draft"
    rule = (
        "  规则 低使用率 待核\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 60%\n    则 暂不新增\n"
    )
    put(
        corpus,
        {
            f"{folder}/rules.tiao": f"文件 two-alike\n\n条 p1 性质 限制\n「甲。」\n{rule}\n条 p2 性质 限制\n「乙。」\n{rule}"
        },
    )
    chosen = "two-alike/p2#低使用率"
    listed = [r.rule for r in accepting.proposed_rules("two-alike")]
    assert listed == ["two-alike/p1#低使用率", chosen]
    with pytest.raises(Faults):
        accepting.accept("低使用率", "张三")
    text = accepting._without_the_word(
        (corpus / folder / "rules.tiao").read_text(), accepting.proposed_rules("two-alike")[1]
    )
    assert text.count("待核") == 1
    assert text.index("待核") < text.index("条 p2")
