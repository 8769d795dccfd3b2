"""WORDING: 「full name once, then 以下简称」; of two documents of one kind each has a name of its own; quotations stay."""

from __future__ import annotations

from msgspec.structs import replace

from reasoner.driver.current_rule_base import rule_base
from reasoner.letters.short_titles import abbreviated, unnamed_in
from reasoner.render.letter_model import BLANK, ITEM, PLAIN, QUOTE, SOURCE, Letter, Line, Section, Table

MEDICAL = "《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》"
CARE = "《青岛市长期护理保险定点护理服务资源配置规划（2023-2025年）》"
OPINION = "《青岛市医疗保障局 青岛市财政局关于推动长期护理保险提质增效实现高质量发展的意见》"
NUMBER = "（青医保发〔2023〕18号"


def letter(*lines: Line, table: Table | None = None, opening: tuple[Line, ...] = ()) -> Letter:
    return Letter(
        kind="", title="", number="", draft="", addressee="", opening=opening, sections=(Section("规定", "有关规定", lines, table),),
        notes=(), contact="", signed="", date="", outward=True, day="2024-05-01",
    )  # fmt: skip


def texts(made: Letter) -> list[str]:
    return [n.text for n in made.lines()]


def short(*lines: Line, table: Table | None = None, opening: tuple[Line, ...] = ()) -> Letter:
    return abbreviated(letter(*lines, table=table, opening=opening), rule_base(), {})


def test_in_full_once_with_its_number_then_short() -> None:
    first, second = f"1.{MEDICAL}{NUMBER}）第三部分规定：", f"2.{MEDICAL}{NUMBER}）第二部分规定："
    made = short(Line(first, SOURCE, "条款"), Line(second, SOURCE, "条款"), Line(f"{MEDICAL}未就此另作规定。"))
    assert texts(made) == [
        f"1.{MEDICAL}{NUMBER}，以下简称《规划》）第三部分规定：", "2.《规划》第二部分规定：", "《规划》未就此另作规定。"
    ]  # fmt: skip


def test_what_is_named_once_needs_no_short_name() -> None:
    made = letter(Line(f"{MEDICAL}{NUMBER}）第三部分规定：", SOURCE, "条款"))
    assert abbreviated(made, rule_base(), {}) == made


def test_two_of_one_kind_are_told_apart() -> None:
    made = short(*(Line(f"{title}{NUMBER}）", ITEM) for title in (MEDICAL, CARE, MEDICAL, CARE)))
    assert texts(made)[2:] == ["《医疗保障规划》", "《长期护理规划》"]
    assert "以下简称《长期护理规划》" in texts(made)[1]


def test_of_two_kinds_each_has_its_own() -> None:
    made = short(*(Line(title, PLAIN) for title in (MEDICAL, OPINION, MEDICAL, OPINION)))
    assert texts(made)[1] == f"{OPINION}（青医保字〔2023〕1号，以下简称《意见》）"
    assert texts(made)[2:] == ["《规划》", "《意见》"]


def test_a_quotation_stays_and_is_no_first_mention() -> None:
    made = short(Line(f"“{MEDICAL}”", QUOTE, "引文"), Line(MEDICAL), Line(MEDICAL))
    assert texts(made) == [f"“{MEDICAL}”", f"{MEDICAL}{NUMBER}，以下简称《规划》）", "《规划》"]


def test_first_named_in_a_table_it_is_named_above() -> None:
    table = Table(("依据",), ((f"{MEDICAL}第三部分",),), (1,))
    sections = (Section("材料", "材料", (), table), Section("规定", "规定", (Line(f"{MEDICAL}{NUMBER}）规定："),)))
    made = abbreviated(replace(letter(opening=(Line("收悉。"),)), sections=sections), rule_base(), {})
    assert texts(made) == ["收悉。", f"所依据的文件是{MEDICAL}{NUMBER}，以下简称《规划》）。", "《规划》规定："]
    assert made.sections[0].table is not None
    assert made.sections[0].table.rows == (("《规划》第三部分",),)


def test_what_lacks_its_title_is_filled_in_once() -> None:
    """收到的文本未载题名: the blanks stand at the first place, and nowhere else (law-others A1: six times in one page)."""
    blanks = unnamed_in(rule_base())
    (title,) = (t for t in blanks if t.startswith("河南省"))
    gap = blanks[title].replace("(", "（").replace(")", "）")
    lines = (Line(f"{gap}第三部分规定：", BLANK, "条款"), Line(f"关于{gap}第三部分：属于所列情形。", BLANK, "理由"))
    made = abbreviated(letter(*lines), rule_base(), blanks)
    assert texts(made)[0] == f"{gap.removesuffix('）')}，以下简称《指导意见》）第三部分规定："
    assert texts(made)[1] == "关于《指导意见》第三部分：属于所列情形。"
    assert [n.form for n in made.lines()] == [BLANK, PLAIN]
