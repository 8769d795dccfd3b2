"""内部审核意见: everything that a verdict rests on, in nine parts, for those who sign. Never sent out."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.explain import Point
from reasoner.explain.words import amount, fact_name
from reasoner.letters.argument import BLANK, ITEM, PLAIN, Line, Section, Table
from reasoner.letters.kinds import rests_on_uncertain
from reasoner.letters.parts import Case, Data, exception_lines, filled, line, rule_lines, spaced, unreviewed
from reasoner.letters.phrases import OPINION, REFUSAL, SHARED
from reasoner.letters.typeset import typeset, writable

_ROLES = ("decisive", "supporting", "defeated", "note", "open", "checked", "unclaimed")


def sections(case: Case) -> tuple[Section, ...]:
    """The nine parts."""
    columns = ("事实", "数值", "时点", "来源", "证据编号", "核实人")
    rows = tuple(_fact(f, case) for f in case.verdict["facts"])
    table = Table(columns, rows, (8, 6, 6, 7, 5, 4), "事实") if rows else None
    return (
        Section("申请", "申请及程序", tuple(_application(case))),
        Section("事实", "事实与证据", () if rows else (line(OPINION["none"]),), table),
        Section("研判", "系统研判", tuple(_verdict(case))),
        Section("依据", "依据及效力", tuple(_grounds(case))),
        Section("例外", "豁免、优先及例外考量", tuple(_exceptions(case))),
        Section("未查明", "未查明事项、假定、尚未收录的文件", tuple(_open(case))),
        Section("对照", "同类案件对照", (spaced(OPINION["similar"]),)),
        Section("风险", "异议与复议诉讼风险", (spaced(OPINION["risk"]),)),
        Section("签署", "意见签署", tuple(spaced(OPINION[k]) for k in ("sign", "sign_legal", "sign_date"))),
    )


def _application(case: Case) -> Iterator[Line]:
    head = case.said.head
    about = "\uff0c".join(x for x in (head["类型"], head["所在地"]) if x)
    words = case.words | {
        "about": about,
        "received": case.words["received"] or SHARED["blank_short"],
    }  # fmt: skip
    yield filled(OPINION["head"], words, what="申请")
    yield spaced(OPINION["procedure"])


def _fact(fact: Data, case: Case) -> tuple[str, ...]:
    terms = case.context.terms
    source = fact.get("source") or ("申请材料" if fact["of"] in ("申请", "机构") else "")
    cells = (fact_name(fact, terms), amount(fact, terms), fact.get("as_at", ""), source, "", "")
    return tuple(typeset(writable(c)) for c in cells)


def _verdict(case: Case) -> Iterator[Line]:
    said, receipt = case.said, case.verdict["receipt"]
    yield line(OPINION["outcome"].format(label=said.label, meaning="".join(said.meaning)), PLAIN, "结论")
    if said.possible:
        yield line(OPINION["possible"].format(labels=";".join(said.possible)), PLAIN, "可能的结论")
    for change in said.changes:
        yield line(f"改变条件:{change}", PLAIN, "改变条件")
    for standard in said.standards:
        yield line(f"规划标准:{standard}", PLAIN, "规划标准")
    digests = {k: str(receipt[k])[:16] for k in ("rules", "facts")} | {"engine": receipt["engine"]}
    yield line(OPINION["versions"].format(**digests), PLAIN, "校验码")
    yield spaced(OPINION["proposed"])


def _grounds(case: Case) -> Iterator[Line]:
    said = case.said
    if case.verdict["outcome"] in ("barred", "presumptively_barred", "not_eligible") and rests_on_uncertain(
        case.verdict, case.uncertain
    ):
        titles = dict.fromkeys(p.citation["document"] for p in said.of("decisive"))
        yield line(OPINION["no_letter"].format(titles="、".join(f"《{t}》" for t in titles)), PLAIN, "效力")
    points = said.of(*_ROLES)
    if not points:
        yield line(OPINION["no_rules"])
    by_clause: dict[str, list[Point]] = {}
    for point in points:
        by_clause.setdefault(point.citation["clause"], []).append(point)
    for number, group in enumerate(by_clause.values(), 1):
        mark = f"{number}. " if len(by_clause) > 1 else ""
        yield from rule_lines(group[:1], REFUSAL["rule"].replace("{number}", mark))
        for point in group:
            for sentence in dict.fromkeys(point.sentences):
                yield line(f"{_ROLE_WORDS[point.role]}:{sentence}", PLAIN, "理由")
    for warning in said.warnings:
        yield line(f"提示:{warning}", PLAIN, "提示")
    for reason in said.not_governing:
        yield line(OPINION["not_governing"].format(reason=reason), PLAIN, "未适用的文件")


_ROLE_WORDS = {
    "decisive": "决定理由", "supporting": "同时适用", "defeated": "因豁免本次不适用", "note": "可供考虑",
    "open": "尚不能判断", "checked": "已核对、未触及", "unclaimed": "未主张",
}  # fmt: skip


def _exceptions(case: Case) -> Iterator[Line]:
    yield from exception_lines(case.said.exceptions, REFUSAL["exception"], headings=True)
    if not case.said.exceptions:
        yield line(OPINION["no_exceptions"])
    if case.verdict["outcome"] == "presumptively_barred":
        done = writable(case.consideration)
        text = REFUSAL["consider"].format(filled=done or REFUSAL["consider_blank"])
        yield line(text, PLAIN if done else BLANK, "例外考量" if done else "")


def _open(case: Case) -> Iterator[Line]:
    said = case.said
    items = [f"{g.title}:{a.sentence}{a.answers}" for g in said.missing for a in g.items]
    items += [f"假定:{a}" for a in said.assumptions]
    items += [f"所据解释:{r}" for r in said.readings]
    rules = unreviewed(said.of("decisive", "supporting", "defeated", "open"))
    items += [SHARED["unreviewed"].format(rules="、".join(rules))] if rules else []
    for number, item in enumerate(items, 1):
        yield line(f"{number}. {item}", ITEM, "未查明和假定")
    yield line(said.closing, PLAIN, "范围")
