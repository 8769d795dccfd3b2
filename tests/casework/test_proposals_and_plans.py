"""Proposals beside verdicts, plans beside cases, numbers of receipts, files that are handed in, the index of a file."""

from __future__ import annotations

import struct
import zlib

import pytest

from reasoner.casework.attachment_check import MOST, AttachmentKind, attachment_fault, content_of
from reasoner.casework.file_index import Paper, index_of
from reasoner.casework.opinion import Proposal, agreement, proposal_faults
from reasoner.casework.quota import BEDS, PLACES, Plan, Use, plan_states, plans_for, plans_of, unpublished
from reasoner.casework.receipt_number import USUAL, pattern_faults, receipt_number

# --- 拟办 -----------------------------------------------------------------------------------------------------


def proposal(
    outcome: str, handling: str, *, exception: bool | None = None, why: str = "", reason: str = ""
) -> Proposal:
    return Proposal("新增购买住院床位", outcome, "结论", handling, exception, why, reason)


@pytest.mark.parametrize(
    ("outcome", "handling", "exception", "agrees"),
    [
        ("barred", "不予", None, True),
        ("not_eligible", "不予", None, True),
        ("barred", "进入后续程序", None, False),
        ("barred", "部分", None, False),
        ("presumptively_barred", "不予", False, True),
        ("presumptively_barred", "进入后续程序", True, True),  # 原则上: an exception is within the provision
        ("presumptively_barred", "进入后续程序", False, False),
        ("may_proceed", "进入后续程序", None, True),
        ("may_proceed", "不予", None, False),
        ("exempt", "不予", None, False),
        ("undetermined", "进入后续程序", None, False),  # 事实不足不是可以进入
        ("undetermined", "不予", None, False),
        ("strictly_controlled", "进入后续程序", None, False),  # 从严控制,需个案研究
        ("not_regulated", "进入后续程序", None, False),  # 没有规定不等于可以办理
        ("out_of_force", "不予", None, False),
        ("conflict", "不予", None, False),
    ],
)
def test_a_deviation_needs_a_reason(outcome: str, handling: str, exception: bool | None, agrees: bool) -> None:
    bare = proposal(outcome, handling, exception=exception, why="考量过")
    assert ("K117" in {f.code for f in proposal_faults(bare, "甲")}) is not agrees
    assert [*proposal_faults(bare._replace(reason="个案研究的理由"), "甲")] == []
    assert (agreement(bare) == "与研判不一致") is not agrees


def test_where_in_principle_decides_the_exception_is_asked_for_either_way() -> None:
    """WORDING: 上述规定为原则性规定。{例外考量}: 有、没有应予例外的情形,理由是."""
    for handling in ("不予", "进入后续程序"):
        codes = [f.code for f in proposal_faults(proposal("presumptively_barred", handling, reason="有理由"), "甲")]
        assert codes == ["K118", "K118"]
    given = proposal("presumptively_barred", "不予", exception=False, why="没有例外情形")
    assert [*proposal_faults(given, "甲")] == []
    assert [f.code for f in proposal_faults(proposal("barred", ""), "甲")] == ["K113"]


# --- 年度受理计划 ---------------------------------------------------------------------------------------------

MATTER = "新增购买住院床位"


def plan(amount: int, unit: str = BEDS, district: str = "城阳区", batch: str = "") -> Plan:
    return Plan(2026, district, MATTER, batch, amount, unit, "")


def use(number: str, beds: int | None, district: str = "城阳区", batch: str = "", signed: str = "2026-05-11") -> Use:
    return Use(number, int(signed[:4]), district, MATTER, batch, beds, signed)


def test_used_and_left_of_a_plan() -> None:
    uses = [use("1", 60), use("2", 30), use("3", 10, "崂山区"), use("4", 10, signed="2025-05-11")]
    (state,) = plan_states([plan(100)], uses)
    assert (state.used, state.left, state.unknown, state.cases) == (90, 10, (), ("1", "2"))
    assert state.words == f"2026年城阳区{MATTER}:计划100张,已用90张,余10张"
    (every,) = plan_states([plan(100, district="")], uses)
    assert every.used == 100, "every district"
    (places,) = plan_states([plan(5, PLACES)], uses)
    assert (places.used, places.left) == (2, 3)


def test_what_is_not_known_is_told_and_counted_as_nothing() -> None:
    (state,) = plan_states([plan(100)], [use("1", 60), use("2", None)])
    assert (state.used, state.left, state.unknown) == (60, 40, ("2",))
    assert "至多余40张" in state.words
    (of_batch,) = plan_states([plan(100, batch="第一批")], [use("1", 60), use("2", 5, batch="第二批")])
    assert (of_batch.used, of_batch.unknown) == (0, ("1",)), "in which batch it was is not known"


def test_more_than_planned_is_told() -> None:
    assert "超出20张" in plan_states([plan(100)], [use("1", 120)])[0].words


def test_the_plans_of_a_case() -> None:
    plans = [
        plan(1),
        plan(2, district=""),
        plan(3, district="崂山区"),
        plan(4, batch="第一批"),
        plan(5, batch="第二批"),
    ]
    assert [p.amount for p in plans_for(plans, 2026, "城阳区", MATTER, "第一批")] == [1, 2, 4]
    assert [p.amount for p in plans_for(plans, 2026, "城阳区", MATTER, "")] == [1, 2, 4, 5]
    assert plans_for(plans, 2025, "城阳区", MATTER, "") == ()


def test_what_was_signed_behind_the_day_of_the_figure_is_told() -> None:
    """A figure of 31 March knows nothing of what was signed on 1 April; what was signed on that day may be in it."""
    uses = [
        use("1", 60, signed="2026-03-31"),
        use("2", 30, signed="2026-04-01"),
        use("3", None, signed="2026-04-02"),
        use("4", 9, "崂山区"),
    ]
    behind = unpublished(uses, "城阳区", MATTER, "2026-03-31", in_beds=True)
    assert (behind.beds, behind.unknown, behind.numbers) == (30, 1, ("2", "3"))
    assert behind.words == "床位30张、1件张数不详"
    assert unpublished(uses, "城阳区", MATTER, "", in_beds=True).beds == 90
    assert unpublished(uses, "城阳区", MATTER, "2026-03-31", in_beds=False).words == "2家"


def test_a_table_of_plans_is_read_and_each_fault_named() -> None:
    row = {"年度": "2026", "地区": "城阳区", "事项": MATTER, "批次": "", "数量": "100", "单位": "张", "依据": ""}
    assert plans_of([row], ["城阳区"], [MATTER]).plans == (plan(100),)
    for column, value in (
        ("年度", "今年"),
        ("数量", "若干"),
        ("数量", "-1"),
        ("单位", "床"),
        ("地区", "乌有区"),
        ("事项", "新增床位"),
    ):
        faults = plans_of([{**row, column: value}], ["城阳区"], [MATTER]).faults
        assert [f.where.rpartition(" · ")[2] for f in faults] == [column], (column, value)
    assert "同一项计划" in plans_of([row, {**row, "数量": "5"}]).faults[0].message


# --- 收件编号 -------------------------------------------------------------------------------------------------


def test_numbers_of_receipts() -> None:
    assert receipt_number(USUAL, 2026, 12) == "收件2026-12"
    assert receipt_number("医保收〔{年}〕{序:4}号", 2026, 12) == "医保收〔2026〕0012号"
    assert receipt_number("医保收〔{年}〕{序:1}号", 2026, 123) == "医保收〔2026〕123号"


@pytest.mark.parametrize(
    "pattern", ["", "{序}", "{年}{年}{序}", "{年}", "{年}{序}{月}", "{年}{序:9}", "{年}{序}{", "年{序}" * 20]
)
def test_a_pattern_that_could_give_two_cases_one_number_is_refused(pattern: str) -> None:
    assert {f.code for f in pattern_faults(pattern)} == {"K105"}
    assert pattern_faults(USUAL) == ()


# --- 材料 -----------------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int = 2, height: int = 2, tail: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2)) + chunk(b"IEND", b"") + tail


def jpeg(*, frame: bool = True, end: bool = True) -> bytes:
    quantisation = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    header = b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x02\x01\x01\x11\x00" if frame else b""
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12" * 8
    return b"\xff\xd8" + quantisation + header + scan + (b"\xff\xd9" if end else b"")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n" + b" " * 40


def test_what_is_taken_is_known_by_its_bytes() -> None:
    assert content_of(png()).kind is AttachmentKind.PNG
    assert content_of(jpeg()).kind is AttachmentKind.JPEG
    assert content_of(PDF).kind is AttachmentKind.PDF


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"MZ" + b"\0" * 200, "不是照片"),
        (b"<html><script>1</script></html>" + b" " * 99, "不是照片"),
        (b"PK\x03\x04" + b"\0" * 200, "不是照片"),
        (png()[:-5], "不完整"),
        (png().replace(b"IDAT", b"IDAX"), "损坏"),
        (png(tail=b"<script>1</script>"), "后面还有别的内容"),
        (png(0), "没有大小"),
        (png(60000, 60000), "过大"),
        (jpeg(frame=False), "损坏"),
        (jpeg(end=False), "不完整"),
        (b"\xff\xd8\xff" + b"\0" * 200, "损坏"),
        (PDF.replace(b"/Type/Catalog", b"/JavaScript 2 0 R"), "脚本"),
        (PDF.replace(b"%%EOF", b"     "), "不完整"),
    ],
)
def test_what_is_no_picture_and_no_scan_is_refused_with_the_reason(content: bytes, why: str) -> None:
    fault = attachment_fault(content, "现场照片.jpg")
    assert fault is not None
    assert fault.code == "K121"
    assert why in fault.message


def test_a_file_that_is_too_large_is_refused() -> None:
    fault = attachment_fault(png() + b"\0" * MOST, "照片.png")
    assert fault is not None
    assert fault.code == "K122"


# --- 卷内目录 -------------------------------------------------------------------------------------------------


def test_pages_are_numbered_through_while_they_are_known() -> None:
    papers = [
        Paper("申请书", "", "2026-05-06", 3),
        Paper("照片", "证据1", "", 1),
        Paper("笔录", "", "", None),
        Paper("回证", "", "", 1),
    ]
    rows = index_of(papers)
    assert [(r.place, r.pages) for r in rows] == [(1, "1-3"), (2, "4"), (3, ""), (4, "")]
