"""On what a comparison rests, and what its words mean: day, documents, figures, scope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from reasoner.compare.relation_kinds import DifferenceKind, Relation
from reasoner.compare.report import relations, wordings
from reasoner.compare.report.difference_lines import folded
from reasoner.compare.report.wordings import (
    BOTH_ENDED,
    BOTH_SILENT,
    DEGREE,
    MANNER,
    MARKS,
    MIXED,
    NO_CLAUSE,
    pair,
    titled,
)

if TYPE_CHECKING:
    from reasoner.compare.report.difference_lines import Difference
    from reasoner.compare.report.view_model import Block, Cited, Kinds, View


def day(view: View) -> str:
    """For which day."""
    basis = view.comparison.as_of_basis
    return f"适用日期:{view.day}。" + (f"{basis}。" if basis else "")


def figures(view: View) -> str:
    """How much was looked at."""
    comparison = view.comparison
    resting = (
        f"其中{comparison.open}条取决于有权机关的认定或者经办机构的判断:认定不作推定,「是」「否」两种情形都算在内"
        if comparison.open
        else "没有取决于有权机关的认定或者经办机构的判断的规则"
    )
    late = _late(view)
    total = sum(len(r.witnesses) for r in comparison.results)
    examples = f"差异举例{total}个,本文列{len(view.examples)}个" if view.examples else "没有差异举例"
    return f"比较涉及规则{comparison.analysed}条,{resting};{late};{examples}。"


def _late(view: View) -> str:
    """What was not solved, by matter and kind, in accord with the relations shown."""
    late = [b for b in view.blocks if not b.complete]
    if not late:
        return "所列各项都已算完"
    open_ = [b for b in late if b.relation is Relation.OPEN]
    number, left = (sum(len(b.of.names) for b in of) for of in (late, open_))
    phrases = [f"{wordings.LATE}的{number}项(按事项和机构类别计)"]
    phrases += [f"{'' if left == number else f'其中{left}项'}记为「{Relation.OPEN}」"] if left else []
    phrases += [f"{'另' if left else ''}{number - left}项关系已得出而差异没有举全"] if left < number else []
    return f"{','.join(phrases)},可用 --budget 加长时间"


CASE: Final = "需个案研究"

RELATIONS: Final = (
    ("限制", "结论为按规定暂不(不得)新增、原则上不予新增、尚未满足所列条件、从严控制、以调整存量为主、规定不一致。"
     "并为一类只为比较,效力并不相同:原则上不予新增的可以有例外,从严控制不等于不予新增。"),
    ("可进入后续程序", "结论为已收录文件中未见限制、可优先纳入(可适当倾斜)、不受规划限制。都仍须评估,不等于同意定点。"),
    ("更严、更宽", "一方可进入后续程序的申请,另一方也都可进入,反过来则不然:前者更严,后者更宽。"),
    ("等价", "所比较的申请,双方或者都可进入后续程序,或者都受限制。"),
    (MIXED, "双方都有规定,有的申请仅一方限制,有的仅另一方限制,分不出谁更严。"),
    ("不可比", "一方没有可供核对的规定,或者只有鼓励、优先或者豁免的规定,或者规定不适用于此类机构,或者依据尚未施行、规划期已届满,不作宽严比较。"
     "没有规定不等于可以办理;鼓励优先纳入一部分申请人,不表示对其他申请人不作限制。"),
    (f"{BOTH_SILENT}、{BOTH_ENDED}", "不作比较,也不表示相同或者可以办理。"),
    ("未定", "没有在时限内算完,不作结论。可用 --budget 秒数 加长时间。"),
    (f"{DEGREE}、{MANNER}", "双方都限制,或者都可进入后续程序,而结论不同:强弱不同的为程度不同,如一方原则上不予新增、一方从严控制;"
     "同一类结论而用词、办法不同的为方式不同,如一方从严控制、一方以调整存量为主。"),
    (Relation.FORCE.value, "收到的文本未载施行日期或者有效期,又没有登记其效力的认定,在适用日期是否有效不明的,按有效和无效各比较一次;"
     "两次关系不同的分别列出,相同的只列一次。举例中关于文件效力的认定都是为比较而作的假设。"),
    (CASE, "「从严控制」「以调整存量为主」是文件原文的用词;其后的「需个案研究」是系统所加的提示,不是原文。"),
    (wordings.TURNS, f"条文换一种理解,该关系会改变,见该对比较的「{wordings.READINGS}」;只有部分机构会改变的,写明是哪些机构。"),
    (wordings.ASSUMED, "比较时统一设定的数值,不是任何城市的数据。举例尽量少偏离,偏离的在括号内写明原设定的值。"),
    (wordings.UNUSUAL, "举例中偏离假设值的事实。"),
)  # fmt: skip
"""What the words of a comparison mean."""

CHANGED: Final = ("较宽、较严", "依一方受限制而依另一方可进入后续程序的申请,依后者较宽;两个方向都有的,分别列出。")
"""What is meant beside these where versions are compared."""

SCOPE: Final = (
    "只就已收录的文本作比较,国家规定的定点条件、年度受理计划等未收录的文件不在其内。比较的是相关事实、认定都已知的申请"
    "(只影响优先的事实可以不明,按没有该情形处理)。例中只写起作用的事实,其余省去,不影响本例结论。供经办人员参考,不代替对各文件的查阅和评估,也不是处理决定。"
)


def notes(pairs: Sequence[View], *, marked: bool = True) -> Iterator[tuple[str, str]]:
    """The words that these comparisons use, with what they mean; marked: whether every fact of the examples is told, those
    that are not as usual with their mark.
    """
    blocks = [b for v in pairs for b in v.blocks]
    cities = [b for v in pairs if not v.changed for b in v.blocks if not b.silent]
    used = {
        "更严、更宽": any(b.relation in (Relation.STRICTER, Relation.LOOSER) for b in cities),
        "等价": any(b.relation is Relation.EQUAL for b in cities),
        MIXED: any(b.relation is Relation.APART for b in cities),
        "不可比": any(b.silent and not b.both_silent for b in blocks),
        f"{BOTH_SILENT}、{BOTH_ENDED}": any(b.both_silent for b in blocks),
        "未定": any(b.relation is Relation.OPEN for b in blocks),
        f"{DEGREE}、{MANNER}": any(e.kind is DifferenceKind.STRENGTH for v in pairs for e in v.examples),
        Relation.FORCE.value: any(b.relation is Relation.FORCE for b in blocks),
        CASE: any(CASE in half.label for v in pairs for e in v.examples for half in (e.a, e.b)),
        wordings.TURNS: any(b.turning for b in blocks),
        wordings.ASSUMED: any(v.examples for v in pairs),
        wordings.UNUSUAL: marked and any(v.examples for v in pairs),
    }
    yield from ((name, meaning) for name, meaning in RELATIONS if used.get(name, True))
    if any(v.changed for v in pairs):
        yield CHANGED


def units(pairs: Sequence[View], most: int = wordings.MANY) -> list[str]:
    """What is counted, where anything is. most: how many rules are named in the headline."""
    lines = "".join(line.text for v in pairs for line in relations.headline(v, most))
    what = (
        (r"等\d+项", "「项」是规则的条数"),
        (r"\d+处", "双方各取一条起决定作用的规定相比,每一对计一处"),
    )
    used = [meaning for pattern, meaning in what if re.search(pattern, lines)]
    return [f"{';'.join(used)}。"] if used else []


def beside(blocks: Sequence[Block]) -> str:
    """That an amendment also shows beside other clauses, where that is not told one by one; empty where it does not."""
    others = folded(blocks)
    if not others:
        return ""
    return f"其余{len(others)}处是同一修改与其他条款并存的情形:其他条款同时起作用,结论的改变仍由这一修改引起。"


def grounds(view: View, differences: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    """For each side the documents whose clauses decide differences of a matter, with their marks."""
    listed = list(differences)
    marked = marks(listed)
    for name, titles in zip((view.a, view.b), _documents(listed), strict=True):
        yield name, "、".join(marked.get(t, "") + t for t in titles) or NO_CLAUSE


def marks(differences: Iterable[Difference]) -> dict[str, str]:
    """Marks for the documents of a matter, where a side has several."""
    listed = _documents(differences)
    titles = dict.fromkeys(t for of in listed for t in of)
    return dict(zip(titles, MARKS, strict=False)) if any(len(of) > 1 for of in listed) else {}


def _documents(differences: Iterable[Difference]) -> list[list[str]]:
    """The titles of the documents that decide, by side."""
    examples = [e for d in differences for e in d.examples]
    return [
        list(dict.fromkeys(titled(c) for half in of for c in half.deciding))
        for of in ([e.a for e in examples], [e.b for e in examples])
    ]


def elsewhere(view: View) -> str:
    """How one application is judged by two regions; empty where both sides govern one place, or nothing is shown."""
    if view.one_place or not view.examples:
        return ""
    return (
        f"例中机构设在{view.a};按{view.b}规定研判时,视同设在{view.b}的一地,"
        "本区县、全市的指标和认定当作该地的同类指标和认定。"
    )


def alike(of: Kinds) -> str:
    """For which kinds of institutions an example holds."""
    if len(of.names) == 1:
        return ""
    return (
        f"规则对这{len(of.names)}类机构不作区别,以{of.names[0]}为例,其余各类同样成立(名单见「{wordings.EVERY_KIND}」)。"
    )


def caption(view: View) -> str:
    """What the matrix shows."""
    return f"{pair(view)},适用日期{view.day}。{caption_of_rows(view)}"


def caption_of_rows(view: View) -> str:
    """Why kinds of which the same is told stand in rows of their own; empty where none do."""
    rows = [(b.matter, relations.short(view, b), relations.why(view, b)) for b in view.blocks]
    if len(set(rows)) == len(rows):
        return ""
    return "同一事项分行列出的机构,所列可能相同,而规则对它们的处理或者所设的床位类别等事实不同。"


def resting(view: View) -> Iterator[str]:
    """The rules that rest on judgements, by name."""
    titles = {d.id: d.title for of in view.comparison.documents.each for d in of}
    rules: dict[str, list[str]] = {}
    for rule in dict.fromkeys(view.comparison.rules.open):
        document, _, rest = rule.partition("/")
        rules.setdefault(titles.get(document, document), []).append(rest.replace("#", " "))
    if rules:
        listed = ";".join(f"《{title}》{'、'.join(names)}" for title, names in rules.items())
        yield f"取决于有权机关的认定或者经办机构的判断的规则:{listed}。"


def quoted_by(c: Cited, pairs: Sequence[View]) -> list[str]:
    """Whose text of a clause it is, where the sides have different texts of it."""
    halves = [h for v in pairs for e in v.examples for h in (e.a, e.b)]
    own = [(h.side, d) for h in halves for d in (*h.deciding, *h.looked_at) if d.clause == c.clause]
    several = len({d.quote for _, d in own}) > 1
    return list(dict.fromkeys(side for side, d in own if several and d.key == c.key))


def cited_by(c: Cited, pairs: Sequence[View]) -> list[str]:
    """On which sides a clause decides."""
    halves = (h for v in pairs for e in v.examples for h in (e.a, e.b))
    return list(dict.fromkeys(h.side for h in halves for d in h.deciding if d.key == c.key))
