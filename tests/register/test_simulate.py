"""`tiaoli simulate`: a number, a reading, a draft or a day supposed; who is judged otherwise, by which clause."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.simulation import simulate as simulating
from reasoner.driver.simulation.simulate import Supposition, simulate
from reasoner.driver.simulation.supposed_number import MARK, with_numbers

P2 = "qingdao-2023-18-medical/3.1.p2"
APPLICATIONS = """编号,事项,日期,名称,类型,所在地,床位类别,床位数
甲-1,新增购买住院床位,2024-05-01,示例甲医院,综合医院,城阳区,综合,20
甲-2,新增购买住院床位,2024-05-01,示例乙医院,综合医院,即墨区,综合,30
甲-3,新增购买住院床位,2024-05-01,示例丙医院,综合医院,胶州市,综合,40
甲-4,新增购买住院床位,2024-05-01,示例丁医院,综合医院,莱西市,综合,40
"""
FIGURES = """地区,名称,数值,时点
青岛市,医保购买住院床位数,50000,2023-12-31
青岛市,常住人口,10000000,2023-12-31
城阳区,床位使用率,74%,2023
即墨区,床位使用率,70%,2023
胶州市,床位使用率,69%,2023
莱西市,床位使用率,75%,2023
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    (tmp_path / "指标.csv").write_text(FIGURES, encoding="utf-8")
    path = tmp_path / "名册.csv"
    path.write_text(APPLICATIONS, encoding="utf-8")
    return path


def asked(register: Path, output: str = "果.json", **more: Any) -> Supposition:
    figures = str(register.parent / "指标.csv")
    return Supposition(str(register), register.parent / output, indicators=figures, **more)


def written(register: Path, *arguments: str, output: str = "果.json") -> Path:
    out = register.parent / output
    figures = str(register.parent / "指标.csv")
    assert main(["simulate", str(register), "--indicators", figures, "-o", str(out), *arguments]) == 0
    return out


def codes(supposition: Supposition) -> list[str]:
    before = sorted(p.name for p in supposition.output.parent.iterdir())
    with pytest.raises(Faults) as raised:
        simulate(supposition)
    assert sorted(p.name for p in supposition.output.parent.iterdir()) == before
    return [d.code for d in raised.value.diagnostics]


def test_whoever_lies_between_the_two_numbers_comes_out_otherwise(register: Path) -> None:
    """「床位使用率低于75%的,原则上不再新增」: 74% and 70% are below 75% and not below 70%; 69% is below both, 75% below neither."""
    made = json.loads(written(register, "--set", f"{P2}=70%", "--names").read_bytes())
    assert made["watermark"] == "内部测算 不作依据"
    assert (made["judged"], made["changed"], made["other_grounds"]) == (4, 2, 0)
    assert [(c["application"], c["institution"], c["region"], c["by"]) for c in made["changes"]] == [
        ("甲-1", "示例甲医院", "城阳区", [P2]),
        ("甲-2", "示例乙医院", "即墨区", [P2]),
    ]
    for change in made["changes"]:
        assert change["before"]["label"] == "原则上不予新增"
        assert [c["clause"] for c in change["before"]["clauses"] if c["part"] == "decisive"] == [P2]
        assert P2 not in [c["clause"] for c in change["after"]["clauses"]]
    assert made["clauses"][0]["clause"] == P2
    assert {c["name"]: c["count"] for c in made["regions"]} == {"城阳区": 1, "即墨区": 1}
    assert len(made["not_answered"]) == 5


def test_without_names_there_are_numbers_alone(register: Path) -> None:
    text = written(register, "--set", f"{P2}=70%").read_text(encoding="utf-8")
    assert json.loads(text)["changed"] == 2
    assert "示例甲医院" not in text
    assert "甲-1" not in text


def test_the_text_stays_and_the_rule_is_marked_as_a_supposition() -> None:
    base = rule_base()
    other, (told,) = with_numbers(base, [f"{P2}=70%"])
    document, before = (b.documents["qingdao-2023-18-medical"] for b in (other, base))
    assert "低于75%" in told.quote == document.clauses[P2].quote == before.clauses[P2].quote
    assert told.text == "申请新增购买住院床位,所在医保管理区域的床位使用率低于75%的,原则上不予新增。"
    assert told.supposed_text == MARK + told.text.replace("75%", "70%")
    assert [r.text for r in document.clauses[P2].rules] == [told.supposed_text]
    assert other.digest != base.digest
    assert document.content_digest != before.content_digest
    changed = [n.id for n, o in zip(document.all_norms, before.all_norms, strict=True) if n != o]
    assert changed == [told.rule]


def test_a_number_that_stands_in_alternatives_of_readings_changes_there_too() -> None:
    """1.2万张 of 3.2 is one number of the text, whichever beds are counted against it."""
    rule = "qingdao-2023-18-ltc/3.2.p1.s1#院护床位不超过一万二千张"
    other, (told,) = with_numbers(rule_base(), [f"{rule}=1.5万张"])
    assert (told.rule, told.value, told.supposed_value) == (rule, "1.2万张", "1.5万张")
    for norm in other.documents["qingdao-2023-18-ltc"].all_norms:
        if norm.id.startswith(rule):
            assert "15000" in str(norm.condition)
            assert "12000" not in str(norm.condition)


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("3.1.p2=70%", "B121", "如 qingdao-2023-18-medical"),
        ("qingdao-2023-18-medica/3.1.p2=70%", "B121", "qingdao-2023-18-medical"),
        ("qingdao-2023-18-medical/3.1.p9=70%", "B121", P2),
        ("qingdao-2023-18-medical/3.2.p1.s2=3家", "B121", P2),
        ("qingdao-2023-18-medical/3.1.p1.s1=8张/千常住人口", "B122", "#康复床位:0.42张/千常住人口"),
        ("qingdao-2023-18-medical/3.1.p1.s1#没有这条=8张/千常住人口", "B121", "#康复床位"),
        ("qingdao-2023-18-medical/3.1.p1.s1#康复床位=0.5张/千参保人口", "B123", "0.42张/千常住人口"),
        (f"{P2}=0.7", "B123", "75%"),
        (f"{P2}=0%", "B123", "大于零"),
        (f"{P2}=-70%", "B123", "大于零"),
        (f"{P2}=170%", "B123", "150%"),
        (f"{P2}=75%", "B123", "75%"),
        (f"{P2}=75.0%", "B123", "75%"),
        (f"{P2}=七成", "B123", "70%"),
    ],
)
def test_what_is_no_number_of_a_clause_is_named(number: str, code: str, words: str) -> None:
    with pytest.raises(Faults) as raised:
        with_numbers(rule_base(), [number])
    (fault,) = raised.value.diagnostics
    assert fault.code == code
    assert words in f"{fault.message}{fault.allowed}{fault.hint}"


@pytest.mark.parametrize("number", [f"{P2}#低使用率区域不新增床位=70%", f"{P2}:75%=70%", f"{P2}＝70％"])
def test_a_number_is_named_by_its_rule_or_its_value(number: str) -> None:
    _, (told,) = with_numbers(rule_base(), [number])
    assert told.value == "75%"


def test_one_change_at_a_time(register: Path) -> None:
    assert codes(asked(register)) == ["B125"]
    assert codes(asked(register, numbers=[f"{P2}=70%"], reading="区市口径")) == ["B125"]
    assert codes(asked(register, output="果.pdf", numbers=[f"{P2}=70%"])) == ["B126"]
    assert codes(asked(register, reading="没有的理解")) == ["B127"]


def test_another_day_alone_is_the_change(register: Path) -> None:
    """The plan covers 2023 to 2025: whether it goes on in 2027 nobody has said."""
    made = simulate(asked(register, as_of="2027-01-01", names=True))
    assert made.changed == 4
    assert {(c.before.as_of, c.after.as_of) for c in made.changes} == {("2024-05-01", "2027-01-01")}


def test_a_reading_taken_the_other_way(register: Path) -> None:
    made = simulate(asked(register, reading="qingdao-2023-18-medical/区市口径"))
    assert made.judged == 4
    assert "区市口径" in made.supposed[0]


def test_a_draft_folder(register: Path) -> None:
    from tests.corpus_folders import folder_of

    folder = register.parent / "草案"
    shutil.copytree(folder_of("qingdao-2023-18-medical"), folder)
    for name in ("text.txt", "rules.tiao"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("低于75%", "低于70%").replace("低于 75%", "低于 70%"), encoding="utf-8")
    from tests.schema.output_calls import without_received

    meta = folder / "meta.toml"
    meta.write_text("draft = true\n" + without_received(meta.read_text(encoding="utf-8")), encoding="utf-8")
    made = simulate(asked(register, after=folder, names=True))
    assert [c.application for c in made.changes] == ["甲-1", "甲-2"]


def test_institutions_that_hold_a_contract_apply_anew(register: Path) -> None:
    rows = [f"{row},{'住院' if n else '已定点'}" for n, row in enumerate(APPLICATIONS.splitlines())]
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    made = simulate(asked(register, numbers=[f"{P2}=70%"]))
    assert (made.heading, made.contracted) == ("假设重新申请", 4)


def test_a_difference_between_engines_is_our_fault_with_both_results(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = simulating.judge_unsealed

    def unchanged(_base: Any, *more: Any, **options: Any) -> Any:
        return judge(rule_base(), *more, **options)

    monkeypatch.setattr(simulating, "judge_unsealed", unchanged)
    with pytest.raises(Faults) as raised:
        simulate(asked(register, numbers=[f"{P2}=70%"]))
    (fault,) = raised.value.diagnostics
    assert fault.code == "B124"
    assert "按列研判是「事实或认定不足" in fault.message
    assert "逐份研判是「原则上不予新增" in fault.message


def test_nothing_of_others_is_replaced(register: Path) -> None:
    out = register.parent / "果.json"
    out.write_text("{}", encoding="utf-8")
    assert codes(asked(register, numbers=[f"{P2}=70%"])) == ["U109"]
    forced = json.loads(written(register, "--set", f"{P2}=70%", "--names", "--force").read_bytes())
    assert len(forced["changes"]) == forced["changed"] == 2, "every one is listed, whatever is replaced"
    written(register, "--set", f"{P2}=71%")


def test_rows_that_intake_refuses_are_counted(register: Path) -> None:
    register.write_text(APPLICATIONS.replace("示例丁医院,综合医院", "示例丁医院,医务院"), encoding="utf-8")
    made = simulate(asked(register, numbers=[f"{P2}=70%"]))
    assert (made.judged, made.faulty, made.changed) == (3, 1, 2)


def test_a_page_says_what_it_is_and_nothing_in_it_is_markup_of_the_register(register: Path) -> None:
    register.write_text(APPLICATIONS.replace("示例甲医院", "<b>示例&甲医院"), encoding="utf-8")
    page = written(register, "--set", f"{P2}=70%", "--names", output="果.html").read_text(encoding="utf-8")
    assert "内部测算 不作依据" in page
    assert "<b>" not in page
    assert "&lt;b&gt;示例&amp;甲医院" in page
    assert "低于75%的" in page
    assert "〔假设〕申请新增购买住院床位" in page
    assert page.count("<svg") == 6
    assert "不回答基金支出" in page
    assert "<script" not in page


def test_a_workbook_bears_the_watermark_on_every_sheet(register: Path) -> None:
    from reasoner.sheets.workbook import read_workbook

    book = read_workbook(str(written(register, "--set", f"{P2}=70%", "--names", output="果.xlsx")))
    assert [g.name for g in book.grids] == ["概况", "离上限还有多少", "各地在哪个值上变化", "结论不同"]
    assert {str(g.value(0, 0)) for g in book.grids} == {"内部测算 不作依据"}
    assert [str(book.grids[3].value(n, 1)) for n in (2, 3)] == ["示例甲医院", "示例乙医院"]
    only = read_workbook(str(written(register, "--set", f"{P2}=70%", output="数.xlsx")))
    assert [g.name for g in only.grids] == ["概况", "离上限还有多少", "各地在哪个值上变化"]


def test_nothing_is_left_beside_the_output(register: Path) -> None:
    out = written(register, "--set", f"{P2}=70%")
    assert sorted(p.name for p in out.parent.iterdir()) == sorted(["名册.csv", "指标.csv", "果.json"])
