"""Every sentence of a comparison, whatever shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reasoner.compare.report.differences import Lead
    from reasoner.compare.report.facts import Fact
    from reasoner.compare.report.view import Block, Cited, Example, Half, Kinds, View

Marks = Mapping[str, str]
"""Marks of documents by their titles, where a side has several in one matter."""
_UNMARKED: Final[Marks] = MappingProxyType({})

NOT_TOLD: Final = "未写明"
NOT_CLAIMED: Final = "未主张"
UNUSUAL: Final = "※"
MARKS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NO_CLAUSE: Final = "没有条款作出限制"
UNREACHED: Final = "条款未及此类机构"
DEGREE: Final = "程度不同"
NO_DOCUMENTS: Final = "没有收录文件"
SAME: Final = "所比较的申请,结论都相同"
SILENT: Final = "没有可据以研判的规定"
SILENCE: Final = "没有规定不等于可以办理"
"""Said wherever a side that is silent is told of."""
BOTH_SILENT, BOTH_ENDED = "双方均无可据以研判的规定", "双方依据均不在有效期内"
OLDER: Final = (("未作规定不等于可以办理", SILENCE), ("未作规定", SILENT))
"""Words of data written earlier, with those that stand for them now."""
UNREACHED_SHORT: Final = "条款未及"
READINGS, READING, SPOKEN = "所据解释", "所比较的解释", "仅一方有规定的条款"
NOT_REACHING: Final = "不及于此类机构"
ALL_USUAL: Final = "各项事实均为常见值,差异在条款本身"
STANDING: Final = "各方文件在基准日的效力"

MATRIX, CLAUSES, EXAMPLES, SOURCES, HOW, OVERVIEW = "总览", "逐条差异", "举例", "所依据的文件", "怎样看", "各对比较总览"
MATTER, KINDS, RELATION, WHY = "事项", "机构", "关系", "说明"
ANNEX: Final = "附件:举例"
OTHER_QUOTES: Final = "其他决定条款原文"
QUOTES: Final = "所引条款原文"
FACTS, OUTCOME, DECIDING, REASON, CHECKED = "事实", "结论", "决定条款", "理由", "已核对、未触及的规定"
PAIR, DAY, OF_KIND, GROUP, EXAMPLE, WHO = "比较", "基准日", "适用机构", "同组机构", "例", "何者限制"
CLAUSE, QUOTE, PLACE, IDENTIFIER, ALL_FACTS = "决定条款", "条款原文", "所在地点", "对应申请", "全部事实"
COUNTS, SIDES = ("仅前者限制", "仅后者限制", DEGREE), ("前者", "后者")
CLAUSE_COLUMNS: Final = ("文件", "文号", "条款位置", "条款地址", "条款原文", "所据一方", "仅一方有规定的事项及规则")
DIFFERENCES, CLAUSE_SHEET, NOTES_SHEET, RESULT, FIGURES, NOTE = "差异", "条款", "说明", "结果", "范围", "提示"
TOPICS, EFFECTS = "一、按主题比较条款", "二、比较规定的实际效果"
TURNING: Final = "差异在于(例)"
APPLICATION: Final = "申请数据(JSON)"
PRINTED: Final = "打印时只印出已经展开的举例;条款原文都在文末。"
_FEW: Final = 3


def year(period: str) -> str:
    """A period where it is a year: 2025年."""
    return f"{period}年" if len(period) == 4 else ""


# --- names ----------------------------------------------------------------------------------------------------


def pair(view: View) -> str:
    """The two sides, with the place where both are in force for one."""
    return f"{view.region},{'与'.join(view.names)}" if view.region else "与".join(view.names)


def title(found: Sequence[View]) -> str:
    """What it is about."""
    if len(found) == 1:
        same = "规定效果比较" if found[0].one_place else "各地规定效果比较"
        return f"{'谁的结论会改变' if found[0].changed else same}:{pair(found[0])}"
    if all(v.changed for v in found):
        return f"谁的结论会改变:{';'.join(dict.fromkeys(map(pair, found)))}"
    return f"各地规定效果比较:{'、'.join(dict.fromkeys(n for v in found for n in v.names))}"


def kinds(of: Kinds) -> str:
    """Kinds of institutions in a few words: 综合医院等9类."""
    if of.whole:
        return f"全部{len(of.names)}类机构"
    return all_kinds(of) if len(of.names) <= _FEW else f"{of.names[0]}等{len(of.names)}类"


def all_kinds(of: Kinds) -> str:
    """Every kind by its name."""
    return "、".join(of.names)


def only(groups: Sequence[Kinds], blocks: Sequence[Block]) -> str:
    """Which institutions a difference concerns, where these are not all of the matter."""
    return limited(groups, [b.of for b in blocks if not b.silent])


def limited(concerned: Sequence[Kinds], among: Sequence[Kinds]) -> str:
    """Which of some institutions are concerned, where not all are; of those not wholly solved it is not known."""
    left = [k for k in dict.fromkeys(among) if k not in concerned]
    if not any(k.complete for k in left):
        return ""
    late = "、".join(kinds(k) for k in left if not k.complete)
    return f"(限{'、'.join(map(kinds, concerned))}{f';{late}求解没有完成' if late else ''})"


def clause(c: Cited, marks: Marks = _UNMARKED) -> str:
    """A clause with the name of its rule: 3.1.p2 低使用率区域不新增床位, and before it the mark of its document."""
    name, _, reading = c.rule.partition("@")
    return f"{marks.get(titled(c), '')}{c.address} {name}{f'(按另一种读法「{reading}」)' if reading else ''}"


def source(c: Cited) -> str:
    """《题名》(文号)第三部分第(一)项第二段."""
    return f"{titled(c)}{c.place}"


def titled(c: Cited) -> str:
    """《题名》(文号)."""
    return f"《{c.document}》{f'({c.number})' if c.number else ''}"


def quote(c: Cited) -> str:
    """The clause word for word, in one line."""
    return f"「{''.join(c.quote.splitlines())}」"


def half(h: Half) -> str:
    """A side and where it is taken to look: 青岛市(黄岛区)."""
    return h.side if h.place == h.side else f"{h.side}({h.place})"


def outcome(h: Half) -> str:
    """An outcome; where nothing decides because no clause reaches the institution, that is said."""
    return f"{h.label}({UNREACHED})" if h.unreached and h.first is None else h.label


def undecided(h: Half) -> str:
    """What stands where a clause would stand: that none decides, or that none reaches the institution."""
    return UNREACHED if h.unreached else NO_CLAUSE


def decided(h: Half, marks: Marks = _UNMARKED) -> str:
    """A clause with its outcome, or that there is none."""
    return f"{'、'.join(clause(c, marks) for c in h.named)}:{h.label}" if h.named else outcome(h)


def answered(
    found: Sequence[tuple[Half, Sequence[Kinds]]], groups: Sequence[Kinds], section: str, marks: Marks = _UNMARKED
) -> str:
    """What the other side says of applications that some rules of one side restrain or favour; empty where that is
    nothing and the heading says so.
    """
    if section.startswith("only") and all(h.first is None for h, _ in found):
        return ""
    told = []
    for h, concerned in found:
        told.append((decided(h, marks) if h.first is not None else h.label) + limited(concerned, groups))
    return f"{found[0][0].side}:{';'.join(told)}"


def led(lead: Lead, section: str, blocks: Sequence[Block], marks: Marks = _UNMARKED) -> str:
    """A rule, its outcome, and what an example turns on."""
    side = "" if section.startswith("only") else f"{lead.mine.side} "
    # The plainest example tells best.
    example = min((d.examples[0] for d in lead.answers), key=lambda e: len(e.unusual))
    return f"{side}{decided(lead.mine, marks)}{only(lead.groups, blocks)}。例:{turning(example.unusual)}"


# --- examples -------------------------------------------------------------------------------------------------


def number(n: int) -> str:
    """例4."""
    return f"例{n}"


def fact(f: Fact) -> str:
    """A fact with its place, marked where it is not as usual: 黄岛区床位使用率※ 70%(常见值 85%)."""
    return f"{f.of}{f.name}{UNUSUAL if f.unusual else ''} {f.value}{_usual(f)}"


def turning(found: Iterable[Fact]) -> str:
    """What an example turns on, in few words, each fact with its region: 黄岛区床位使用率 70%(常见值 85%)."""
    return "、".join(f"{f.of}{f.name} {f.value}{_usual(f)}" for f in found) or ALL_USUAL


def _usual(f: Fact) -> str:
    return f"({'常见值 ' if f.counted else '常见:'}{f.usual})" if f.usual else ""


def applicant(application: Mapping[str, Any]) -> str:
    """Who asks for what."""
    facility = application["机构"]
    return f"{facility['名称']}({facility['类型']},{facility['所在地']})申请{application['事项']}"


def summary(e: Example) -> str:
    """An example in one line: what each side says, and on what it turns."""
    return f"{e.a.side}:{e.a.label};{e.b.side}:{e.b.label}。{'差异在于:' if e.unusual else ''}{turning(e.unusual)}"
