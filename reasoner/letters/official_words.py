"""Words of ours as letters have them: official marks (GB/T 15834), days in words (GB/T 15835), and nothing of how we work.

Other outputs tell the same in 「 」, with ISO dates and in words of the desk.
"""

from __future__ import annotations

import re
from typing import Final

from policy_dsl.numerals import period_words
from reasoner.letters.phrases import INWARD, OUTWARD

_DAY: Final = re.compile(r"(?<![\d-])([12]\d{3})-(0[1-9]|1[0-2])(?:-([0-3]\d))?(?![\d-])")


def for_applicant(text: str) -> str:
    """Words of ours as they stand in letters to the applicant, who is 你单位 there."""
    for pattern, words in _TO_APPLICANT:
        text = pattern.sub(words, text)
    return for_outside(text)


def for_outside(text: str) -> str:
    """Words of ours as they stand in letters that leave the office: nothing of how we work."""
    for inside, outside in OUTWARD.items():
        text = text.replace(inside, outside)
    return _OWN_OFFICE.sub("我单位", in_official_marks(text))


def for_inside(text: str) -> str:
    """Words of ours as they stand in letters and notes that stay in the office."""
    for ours, staff in INWARD.items():
        text = text.replace(ours, staff)
    return _OWN_OFFICE.sub("本单位", in_official_marks(_TO_RECORD.sub("", text)))


def in_official_marks(text: str) -> str:
    """Days in words (GB/T 15835), quotations in “ ” and ‘ ’, titles in titles in 〈 〉, no 、 between them (GB/T 15834)."""
    return _BETWEEN.sub(r"\1\2", nested_titles(_quotations(_YES_NO.sub(_as_case, days_in_words(text)))))


def nested_titles(text: str) -> str:
    """《关于印发《规划》的通知》 as 《关于印发〈规划〉的通知》."""
    return _nested(text, "《》", "〈〉")


def _quotations(text: str) -> str:
    return _nested(text.replace("「", "“").replace("」", "”"), "“”", "‘’")


def _nested(text: str, outer: str, inner: str) -> str:
    """Pairs of marks within others of their kind as inner ones; marks that are no pairs stay."""
    if text.count(outer[0]) != text.count(outer[1]) or text.count(outer[0]) < 2:
        return text
    depth, done = 0, []
    for mark in text:
        depth -= mark == outer[1]
        done.append(inner[outer.index(mark)] if mark in outer and depth else mark)
        depth += mark == outer[0]
    return "".join(done)


def apart_brackets(text: str) -> str:
    """Brackets within brackets in another form (GB/T 15834-2011): 〔 〕 within （ ）; in titles and quotations as they are."""
    if text.count("\uff08") < 2 or text.count("\uff08") != text.count("\uff09"):
        return text
    opened: list[int] = []
    marks = list(text)
    for match in _BRACKETS.finditer(text):
        if match[0] == "\uff08":
            opened.append(match.start())
        elif match[0] == "\uff09" and opened:
            start = opened.pop()
            if len(opened) % 2:
                square = "〔" in text[start : match.start()]  # as in numbers of documents
                marks[start], marks[match.start()] = ("\uff3b", "\uff3d") if square else ("〔", "〕")
    return "".join(marks)


_BRACKETS: Final = re.compile("《[^《》]*》|“[^“”]*”|[\uff08\uff09]")


def _as_case(match: re.Match[str]) -> str:
    """「信誉良好」为否 in words: 不属于「信誉良好」的情形."""
    return f"{'属于' if match[2] == '是' else '不属于'}「{match[1]}」的情形"


_TO_RECORD: Final = re.compile("(?:经确认[^。]{0,20}的[,\uff0c])?登记为?认定[:\uff1a][^。]*。")
"""How a determination is entered into the system: told on the screen, no matter of a paper."""
_YES_NO: Final = re.compile("「([^「」]+)」为([是否])(?![\u4e00-\u9fff])")
_BETWEEN: Final = re.compile("([》”])、([《“])")
_OWN_OFFICE: Final = re.compile("本局(?=查询|台账|相关|向有关|现场|核查)")
_START: Final = "(^|[\uff0c\uff1b\uff1a。 .]|材料载明)"
_TO_APPLICANT: Final = (
    (re.compile(f"{_START}申请人为"), r"\1你单位为"),
    (re.compile(f"{_START}机构重点建设项目为无"), r"\1你单位没有列入重点建设项目"),
    (re.compile(f"{_START}机构重点建设项目为"), r"\1你单位列入的重点建设项目为"),
    (re.compile(f"{_START}机构「([^「」]+)」为否"), r"\1你单位尚不具备「\2」这一条件"),
    (re.compile(f"{_START}机构「([^「」]+)」为是"), r"\1你单位具备「\2」这一条件"),
    (re.compile(f"{_START}机构所在地([^\uff0c,\uff1b;。]{{2,12}}?)(?<!不)属于([^\uff0c,\uff1b;。]+)"), "\\1你单位所在地为\\2\uff0c在该条所列的\\3之内"),
    (re.compile("((?:所附材料写|申请材料载)明)机构「([^「」]+)」为否"), r"\1你单位尚不具备「\2」这一条件"),
    (re.compile("((?:所附材料写|申请材料载)明)机构「([^「」]+)」为是"), r"\1你单位具备「\2」这一条件"),
    (re.compile("((?:所附材料写|申请材料载)明)机构(?=不?具备)"), r"\1你单位"),
    (re.compile("步行15分钟内同类型定点机构数为(\\d+)家(?:[,\uff0c](?:大于0|即已有(?:这类机构)?))?"), r"你单位拟新增定点周边步行15分钟范围内有同类型定点医药机构\1家"),
    (re.compile(f"{_START}机构(?=(?:已|尚未|等级|类型|举办|所在地|不?具备|「))"), r"\1你单位"),
    (re.compile(f"{_START}申请的"), r"\1你单位申请的"),
)  # fmt: skip
"""How a letter to the applicant says what staff say of it."""


def heads_in_ten_thousands(text: str) -> str:
    """10342100人 as 1034.21万人 (GB/T 15835-2011): of numbers of people that two decimals of 万 hold exactly."""
    return _HEADS.sub(lambda m: f"{int(m[1]) // 100 / 100:.2f}".rstrip("0").rstrip(".") + "万", text)


_HEADS: Final = re.compile(r"(?<![\d.,/×])([1-9]\d{3,11}00)(?=人)")


def days_in_words(text: str) -> str:
    """2024-05-01 as 2024年5月1日 wherever it stands."""
    return _DAY.sub(lambda m: period_words("-".join(p for p in m.groups() if p)), text)
