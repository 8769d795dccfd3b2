"""`tiaoli corpus name`: a name of the bureau's own by command, refused where the window's form refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_corpus import Run, forget, put

from reasoner.driver import own_names
from reasoner.driver.current_rule_base import rule_base

KIND = (
    "名称=驿站", "定义=虚拟的机构类型。", "归入=医疗机构", "可申请=新增购买住院床位", "申请中写作=康养站、小驿站", "依据=会议纪要第3号",
)  # fmt: skip


def test_a_name_by_command_is_in_use_at_once(corpus: Path, run: Run) -> None:
    put(corpus, {"terms.toml": "# 本局的名称\n"})
    status, out, err = run("corpus", "name", "机构类型", *KIND)
    assert (status, err) == (0, "")
    assert str(corpus / "terms.toml") in out
    written = (corpus / "terms.toml").read_text(encoding="utf-8")
    assert written.startswith("# 本局的名称\n")
    assert written.count('[["机构类型"]]') == 1
    forget()
    assert "驿站" in rule_base().vocabulary.types
    assert rule_base().compiled.set_aside == ()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("机构种类", "名称=驿站"), "U102", "机构类型"),
        (("机构类型", "名称=驿站", "名称=小站"), "U191", "写了两次"),
        (("机构类型", "驿站"), "U191", "键=内容"),
        (("机构类型", "名字=驿站"), "U191", "名称"),
        (("机构类型", *KIND[:-1]), "U191", "依据"),
        (("机构类型", *KIND[:2], "归入=养老服务机构", *KIND[3:]), "U191", "归入"),
        (("机构类型", "名称=护理站", *KIND[1:]), "U191", "名称"),
        (("地区又称", "地区=海口县", "又称=海口", "依据=虚拟"), "U191", "地区"),
        (
            (
                "指标", "名称=机构床位利用率", "定义=虚拟的指标。", "种类=比率", "单位=%", "提供方=本局", "凭据=统计", "原文写作=内床位使用率低于75",
                "依据=虚拟",
            ),
            "U195",
            "不能编译",
        ),
    ],
)  # fmt: skip
def test_what_the_form_refuses_is_refused_and_nothing_written(
    corpus: Path, run: Run, arguments: tuple[str, ...], code: str, words: str
) -> None:
    put(corpus, {"terms.toml": "# 本局的名称\n"})
    before = {p: p.read_bytes() for p in corpus.rglob("*.toml")}
    status, out, err = run("corpus", "name", *arguments)
    assert status == 2
    assert code in out + err
    assert words in out + err
    assert {p: p.read_bytes() for p in corpus.rglob("*.toml")} == before


def test_without_fields_it_says_what_is_asked_for(corpus: Path, run: Run) -> None:
    status, out, _ = run("corpus", "name")
    assert status == 0
    assert all(table in out for table in own_names.tables())
    status, out, _ = run("corpus", "name", "机关")
    assert status == 0
    assert all(form.key in out for form in own_names.fields("机关"))
    assert "tiaoli corpus name 机关 名称=…" in out


def test_a_corpus_that_is_not_there_yet_is_made(corpus: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOLI_CORPUS", str(corpus / "新的" / "规则库"))
    status, _, err = run("corpus", "name", "地区又称", "地区=青岛市", "又称=琴岛", "依据=俗称")
    assert (status, err) == (0, "")
    assert "琴岛" in (corpus / "新的" / "规则库" / "places.toml").read_text(encoding="utf-8")


def test_another_name_of_an_organ_is_no_issuer_and_the_check_gives_the_full_one(corpus: Path, run: Run) -> None:
    """meta.toml names issuers in full (add-a-city.md): by another name nobody's determination would count as theirs."""
    status, _, err = run(
        "corpus", "name", "机关", "名称=潍坊市虚拟医保中心", "类别=医疗保障经办机构", "地区=潍坊市", "又称=虚拟市医疗保障局", "依据=测试",
    )  # fmt: skip
    assert (status, err) == (0, "")
    _, out, _ = run("corpus", "check")
    assert "写全称潍坊市虚拟医保中心" in "".join(out.split())
