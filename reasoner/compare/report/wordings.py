"""Every sentence of a comparison, whatever shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from reasoner.analysis.application_form import ApplicationForm
from reasoner.compare.report.view_facts import Fact
from reasoner.compare.report.view_model import Block, Cited, Example, Half, Kinds, View
from reasoner.model.rule_base import DOCUMENT_FORCE

Marks = Mapping[str, str]
"""Marks of documents by their titles, where a side has several in one matter."""
_UNMARKED: Final[Marks] = MappingProxyType({})

NOT_CLAIMED: Final = "未主张"
UNUSUAL: Final = "※"
TURNS: Final = "换一种理解会变"
"""Marks a relation that another reading would change."""
MARKS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NO_CLAUSE: Final = "没有条款作出限制"
DEGREE, MANNER = "程度不同", "方式不同"
"""One kind of outcome, stronger or weaker; one outcome, in other words."""
EITHER: Final = "程度或方式不同"
MIXED: Final = "互有宽严"
"""Both sides have rules, and each restrains what the other lets proceed."""
SAME: Final = "所比较的申请,结论都相同"
SILENT: Final = "没有可供核对的规定"
UNHELD: Final = f"已收录文件中{SILENT}"
"""The same of a side of which only reports are held: what it provides is not known."""
BEYOND, ENDED, NOT_YET = "的规定不适用于此类机构", "规划期已届满", "尚未施行"
SILENCE: Final = "没有规定不等于可以办理"
"""Said wherever a side that is silent is told of."""
BOTH_SILENT, BOTH_ENDED = "双方均无可供核对的规定", "双方依据均不在有效期内"
READINGS, READING, SPOKEN = "所据条文理解", "所比较的条文理解", "未作比较的条款"
ASSUMED: Final = "假设值"
ALL_USUAL: Final = "各项事实均为假设值,差异在条款本身"
STANDING: Final = "各方文件在适用日期的效力"
GUIDED: Final = "指导意见"
"""Beside the name of a side, where GUIDANCE stands above."""
GUIDANCE: Final = "依据为{levels}指导意见,对象是{addressees};办理个案以本统筹区的规定为准"
HEADED: Final = "各例的事实都是假设;例中列出的条款,除另有写明的以外,本例都属于其规定的情形"
"""Said once above examples whose reasons leave it out."""
NO_OTHER_FACTS: Final = "其余事实与本组各例共有的相同。"
DOUBTFUL: Final = "仅据效力不明的文件"
SUPPOSED: Final = "举例中的机构、数值和认定都是为比较而作的假设,不是{places}的实际数据。"

MATRIX, CLAUSES, EXAMPLES, SOURCES, HOW, OVERVIEW = "总览", "逐条差异", "举例", "所依据的文件", "怎样看", "各对比较总览"
MATTER, KINDS, RELATION, WHY = "事项", "机构", "关系", "说明"
EVERY_KIND: Final = "机构类别"
ENDING: Final = "文件和机构类别"
ANNEX: Final = "附件:举例"
OTHER_QUOTES: Final = "其他所引条款原文"
QUOTES: Final = "所引条款原文"
FACTS, OUTCOME, DECIDING, REASON, CHECKED = "事实", "结论", "决定条款", "理由", "已核对、不属于所列情形的规定"
UNDECIDED: Final = "因事实未查明而未判断的规定,不影响本例结论"
UNCLAIMED: Final = "因事实未查明而未判断的优先规定,按没有该情形处理"
PAIR, DAY, OF_KIND, GROUP, EXAMPLE, WHO = "比较", "适用日期", "适用机构", "同组机构", "例", "何者限制"
CLAUSE, QUOTE, PLACE, IDENTIFIER, ALL_FACTS = "决定条款", "条款原文", "所在地点", "对应申请", "全部事实"
COUNTS, SIDES = ("仅前者限制", "仅后者限制"), ("前者", "后者")
BEYOND_COLUMN: Final = "规则不及此类机构的一方"
CLAUSE_COLUMNS: Final = ("文件", "文号", "条款位置", "条款地址", "条款原文", "所据一方", "未作比较的事项及规则")
DIFFERENCES, CLAUSE_SHEET, NOTES_SHEET, RESULT, FIGURES, NOTE = "差异", "条款", "说明", "结果", "范围", "提示"
TOPICS, EFFECTS = "一、按主题比较条款", "二、比较规定的实际效果"
TURNING: Final = "差异在于（例）"
AGAIN: Final = "再研判一次"
BESIDE: Final = "同一修改与其他条款并存"
COMMON_FACTS: Final = "本组各例共有的事实"
ANSWERS: Final = "结论"
PRINTED: Final = "打印时只印出已经展开的举例;效果比较所引条款的原文都在文末。"
UNPRINTED: Final = "没有展开的举例未予印出,须在屏幕上查看。"
TOPIC_QUOTES: Final = "主题表所引条款的原文都在表内。"
LATE: Final = "没有算完"
_FEW: Final = 3
"""Kinds that are named; of more the first, and how many."""
FEW, MANY = 3, 10
"""Rules that are named in a line and in a table; of more the first ones, and how many."""


def year(period: str) -> str:
    """A period where it is a year: 2025年."""
    return f"{period}年" if len(period) == 4 else ""


# --- names ----------------------------------------------------------------------------------------------------


def pair(view: View) -> str:
    """The two sides, with the place where both are in force for one."""
    return f"{view.region},{'与'.join(view.names)}" if view.region else "与".join(view.names)


def title(pairs: Sequence[View]) -> str:
    """What it is about."""
    if len(pairs) == 1:
        same = "规定效果比较" if pairs[0].one_place else "各地规定效果比较"
        return f"{'谁的结论会改变' if pairs[0].changed else same}:{pair(pairs[0])}"
    if all(v.changed for v in pairs):
        return f"谁的结论会改变:{';'.join(dict.fromkeys(map(pair, pairs)))}"
    return f"各地规定效果比较:{'、'.join(dict.fromkeys(n for v in pairs for n in v.names))}"


def kinds(of: Kinds) -> str:
    """Kinds of institutions in a few words: 综合医院等9类."""
    if of.whole:
        return f"全部{len(of.names)}类机构"
    return all_kinds(of) if len(of.names) <= _FEW else f"{of.names[0]}等{len(of.names)}类"


def union(groups: Iterable[Kinds]) -> Kinds:
    """Several groups of institutions as one."""
    listed = list(groups)
    names = tuple(dict.fromkeys(n for g in listed for n in g.names))
    return listed[0] if len(listed) == 1 else Kinds(names, whole=any(g.whole for g in listed))


def merged(groups: Iterable[Kinds]) -> str:
    """Several groups of institutions in a few words, counted together: 社区卫生服务中心等11类."""
    return kinds(union(groups))


def turning_kinds(of: Iterable[Block]) -> Kinds:
    """The kinds of some blocks for which another reading would change the relation."""
    return Kinds(tuple(dict.fromkeys(k for b in of for k in b.turning)), whole=False)


def turns(of: Sequence[Block]) -> str:
    """That another reading would change a relation, with the kinds where these are not all: (仅护理院换一种理解会变)."""
    turning = turning_kinds(of)
    whole = len(turning.names) == len(union(b.of for b in of).names)
    return f"({'' if whole else f'仅{kinds(turning)}'}{TURNS})" if turning.names else ""


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
    late = [k for k in left if not k.complete]
    return f"(限{merged(concerned)}{f';{merged(late)}{LATE}' if late else ''})"


def clause(c: Cited, marks: Marks = _UNMARKED) -> str:
    """A clause with the name of its rule: 3.1.p2 低使用率区域不新增床位, and before it the mark of its document."""
    name, _, reading = c.rule.partition("@")
    return f"{marks.get(titled(c), '')}{c.address} {name}{f'(按另一种理解「{reading}」)' if reading else ''}"


def rule(c: Cited) -> str:
    """The name of a rule with what it measures and its limit: 低使用率区域不新增床位(床位使用率低于75%)."""
    name = c.rule.partition("@")[0]
    return f"{name}({c.limit})" if c.limit else name


def few(names: Sequence[str], most: int) -> str:
    """Names, the first of them where they are many: 甲、乙、丙等6项."""
    return "、".join(names[:most]) + (f"等{len(names)}项" if len(names) > most else "")


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
    """A side and where it is taken to look: 青岛市(黄岛区), 河南省(郑州市中原区)."""
    place = h.place.removeprefix(h.side)
    return h.side if place.endswith(h.side) else f"{h.side}({place})" if place else h.side


def decided(h: Half, marks: Marks = _UNMARKED) -> str:
    """A clause with its outcome, or that there is none."""
    return f"{'、'.join(clause(c, marks) + alone(c, h) for c in h.named)}:{h.label}" if h.named else h.label


def alone(c: Cited, h: Half) -> str:
    """What a clause says by itself, where several lead to the outcome together: (本条:按规定暂不新增)."""
    return f"(本条:{c.label})" if len(h.named) > 1 or c.label != h.label else ""


# --- examples -------------------------------------------------------------------------------------------------


def number(n: int) -> str:
    """例4."""
    return f"例{n}"


def numbers(listed: Sequence[int]) -> str:
    """Examples by their numbers, three and more in a row as a span: 例1至例4、例7."""
    spans: list[list[int]] = []
    for n in sorted(listed):
        if spans and n == spans[-1][-1] + 1:
            spans[-1].append(n)
        else:
            spans.append([n])
    return "、".join(f"{number(s[0])}至{number(s[-1])}" if len(s) > 2 else "、".join(map(number, s)) for s in spans)


def fact(f: Fact) -> str:
    """A fact with its place, marked where it is set for this example: 黄岛区床位使用率※ 70%(假设值 85%)."""
    return _fact(f, UNUSUAL if f.unusual else "")


def turning(facts: Iterable[Fact]) -> str:
    """What an example turns on, in few words, each fact with its region: 黄岛区床位使用率 70%(假设值 85%)."""
    return "、".join(_fact(f, "") for f in facts) or ALL_USUAL


def _fact(f: Fact, mark: str) -> str:
    words = phrase(f.name, f.value)
    whole = f"{f.of}{words}{mark}" if words else f"{f.of}{f.name}{mark} {f.value}"
    if not f.usual:
        return whole
    usual = phrase(f.name, f.usual) or f.usual
    return f"{whole}({ASSUMED}{' ' if f.counted and usual == f.usual else ':'}{usual})"


CONTRACT: Final = "已定点"
_FORCE: Final = {"是": "在有效期内", "否": "不在有效期内"}
_COUNTS: Final = {
    "步行15分钟内同类型定点机构数": ("步行15分钟内有同类型定点机构{}", "步行15分钟内没有同类型定点机构"),
    "所在镇街院护机构数": ("所在镇街有院护机构{}", "所在镇街尚无院护机构"),
}
_PROJECT: Final = "重点建设项目"


def phrase(name: str, value: str) -> str:
    """A fact as people say it, where its name and value side by side would not be Chinese; else empty."""
    if name == CONTRACT:
        return {"无": "尚未定点", "否": "尚未定点", "是": "已定点", "尚未查明": ""}.get(value, f"已定点{value}")
    if name == DOCUMENT_FORCE:
        return _FORCE.get(value, "")
    if name in _COUNTS and value[:1].isdigit():
        some, none = _COUNTS[name]
        return none if value.startswith("0") else some.format(value)
    if name == _PROJECT:
        listed = {"无": f"未列入{name}", NOT_CLAIMED: f"没有列入{name}"}
        return f"列入{value}{name}" if value.endswith("级") else listed.get(value, "")
    return ""


def applicant(application: ApplicationForm) -> str:
    """Who asks for what."""
    facility = application.facility
    return f"{facility.name}({facility.kind},{facility.place})申请{application.matter}"


def summary(e: Example) -> str:
    """An example in one line: what each side says, and on what it turns."""
    return f"{e.a.side}:{e.a.label};{e.b.side}:{e.b.label}。{'差异在于:' if e.unusual else ''}{turning(e.unusual)}"
