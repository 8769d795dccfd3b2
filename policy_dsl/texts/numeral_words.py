"""Chinese numerals in official texts: which are figures, which are words that only contain a numeral.

A figure is 百分之…, …分之…, or a numeral with a unit of a closed list (十二个月, 五万元, 十五分钟). Every other word with a numeral
stands in `NOT_FIGURES` with its reason; one that does not is reported, as is a figure that cannot be read (十十个月).
Marks (一、 (一) ㈠ 一是) and ordinals (第三方, 第十二条) are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from policy_dsl.numerals import NUMERAL, parse_numeral

UNITS: Final = (
    "个百分点", "个工作日", "工作日", "个季度", "个月", "个", "分钟", "小时", "平方米", "公里", "年", "日", "天", "周",
    "元", "张", "家", "人次", "人", "名", "所", "岁", "倍", "批次", "种", "类", "件", "项", "条", "例", "户", "床", "米", "成",
)  # fmt: skip
"""Units that make a numeral a figure."""

_WORDS_BY_REASON: Final[dict[str, str]] = {
    "虚指或者副词,不是数": "统一 进一步 唯一 一定 一些 一系列 相当一部分 一致性 一致 一般 一律 一并 一旦 一直 一贯 一时 一方面 一体化 一体 一次性 "
    "难以一次 万一 百姓 千方百计 十分有限 十分重要 十分 之一的 之一 上一级 下一级 下一步 逐一 单一 同一 一同 一线 一带 一切",
    "政策的名称": "十三五 十四五 十五五 三年行动计划 三年行动 二○三五年 二〇三五年 五年规划 个五年规划 个五年 关键五年 两个一百年 个百年奋斗目标 "
    "党的十八大 党的十九大 党的二十大 十八大 十九大 二十大 十九届 二十届 一带一路 三孩政策 三孩 一老一小 一老、一小 一老 一小 三农 双一流",
    "工作做法的名称": "一人一档 一件事 一刀切 一单制 一卡通行 一卡通 一条街 一案多查 一窗口 一窗式 一站式 两条腿 六个一体化 两院一体 "
    "双随机、一公开 一公开 一降低 两提高 两扩大 三医 三层医疗 三重制度 三方筹资 三方合作 收支两条线 两条线 十五分钟医保服务圈 十五分钟医保",
    "医院、机构、药店的等级,不是数量": "一级医院 二级医院 三级医院 一级医疗 二级医疗 三级医疗 一级以上 二级及以上 二级以上 三级公立 "
    "三级 二级 一级 三甲 二甲 三乙 二乙 五星级 四星级 三星级",
    "行政层级或者几个地方的合称": "市内三区 厦漳泉三地 县两级 市)两级 市县两级 两级 四级参保 村四级 三级联动 四级 三级网络",
    "两类对象的合称": "两病 两定",
    "指标的名称": "两周就诊率 两周患病率 千人口 每千 /千 张/千 家/千 个百分点",
    "业务和机构的名称": "零售 零星 第三方",
    "序号": "第五、六批 下一年度 上一年度 全国十大",
    "所列各项的总称,各项另行列出": "两项业务 两项制度 三个维度 两个方面 三个方面 四个方面 五个方面 六个方面 两种情形 两项",
    "已经过去的时间,没有约束力": "十余年试点 十余年 一轮全覆盖 一轮",
}  # fmt: skip
NOT_FIGURES: Final[dict[str, str]] = {word: why for why, words in _WORDS_BY_REASON.items() for word in words.split()}
"""Words that contain a numeral and are no figure, each with the reason."""


class Numeral(NamedTuple):
    """A word with a numeral at [start, end) of a clause without white space, that is neither a mark nor listed.

    value: of a figure, exactly; None where it is none, or cannot be read. unit: of a figure; empty for a ratio.
    figure: whether its unit makes it one.
    """

    word: str
    start: int
    end: int
    value: Decimal | Fraction | None
    unit: str
    figure: bool


_STARTING = NUMERAL.replace("万", "").replace("亿", "")
_RUN = rf"[{_STARTING}][{NUMERAL}]*(?:点[零〇一二三四五六七八九]+[万亿]*)?"


@cache
def _pattern() -> re.Pattern[str]:
    listed = "|".join(
        (rf"(?<![{NUMERAL}第])" if word[0] in NUMERAL else "") + re.escape(word)
        for word in sorted(NOT_FIGURES, key=lambda w: (-len(w), w))
    )
    units = "|".join(map(re.escape, UNITS))
    first = "".join(sorted({word[0] for word in NOT_FIGURES} | {*NUMERAL}))  # most characters begin nothing
    return re.compile(
        rf"(?=[{re.escape(first)}○第(\u3220-\u3229])(?:(?P<ratio>[{NUMERAL}]+分之{_RUN})"
        rf"|(?P<listed>{listed})"
        rf"|(?P<mark>第[{NUMERAL}]+|\([{NUMERAL}]+\)|^[{NUMERAL}]{{1,3}}、|(?:^|(?<=[。;:,则]))[{NUMERAL}]{{1,3}}是|[\u3220-\u3229])"
        rf"|(?P<date>[〇○零一二三四五六七八九]{{4}}年(?:[一二三四五六七八九十]{{1,2}}月)?(?:[一二三四五六七八九十]{{1,3}}日)?)"
        rf"|(?P<date2>(?<=年)[一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}日)?)"
        rf"|(?<![0-9.点])(?P<run>{_RUN})(?P<vague>[多余])?(?P<unit>{units})?)"
    )


def numerals(clause: str) -> Iterator[Numeral]:
    """The words with a Chinese numeral in a clause that are neither marks, dates, ordinals nor listed, in order."""
    for match in _pattern().finditer(clause):
        if ratio := match["ratio"]:
            yield Numeral(ratio, match.start(), match.end(), parse_numeral(ratio), "", True)
        elif run := match["run"]:
            unit = match["unit"] or ""
            if not unit:
                end = match.end("run")
                yield Numeral(clause[match.start() : end + 1], match.start(), end, None, "", False)
            else:
                yield Numeral(match[0], match.start(), match.end(), parse_numeral(run), unit, True)
