"""The form that a bureau sends out: sheets 申请, 指标 and 认定 with the contract's headers, and 说明 with examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.intake.coordinates import SYSTEMS
from reasoner.intake.text_values import NONE, UNKNOWN, UNPROVED
from reasoner.model.place_binding import divisions_among
from reasoner.model.rule_base import RuleBase
from reasoner.render.typeset import on_screen
from reasoner.render.xlsx.cell_styles import HEADER, PLAIN, TEXT, TITLE, Style
from reasoner.render.xlsx.sheet_model import Cell, Choice, Place, Sheet, styled
from reasoner.sheets.column_basis import ClausesByFact, asking_clauses
from reasoner.sheets.columns import APPLICATIONS, DETERMINATIONS, INDICATORS, KINDS, Names
from reasoner.sheets.form_scope import SOURCE, FormScope
from reasoner.sheets.xlsx_prescan import column_letters

_ROWS: Final = 2000
"""Rows for which there are drop-down lists."""

_OPTIONS: Final = "选项"
OFFICE_NAME: Final = {"本局": "本单位"}
"""How staff read a provider."""
_BY_APPLICANT: Final = "按申请材料填写"
_BY_BUREAU: Final = "由本单位查询、核查后填写，不要求申请人提供"
_BUREAU_HEADER: Final[Style] = HEADER._replace(fill="F3E8CE")
_MOST_CLAUSES: Final = 4
_REQUIRED: Final = {
    APPLICATIONS: ("编号", "事项", "日期"),
    INDICATORS: ("地区", "名称", "数值"),
    DETERMINATIONS: ("事项", "对象", "结论"),
}

_LISTED: Final = {
    INDICATORS: {
        "地区": "指标所说的地区:区县、市,或医保管理区域(如 市本级)。",
        "名称": "指标的名称,从列表中选。",
        "数值": "写 74%、0.74、71293、1034.21万 都可以;是非的写 是、否;不知道的写 不详。",
        "时点": "数据截至哪一年、月或日:2023、2023-12、2023-12-31、2023年末。同一指标几个时点的,取适用日期以前最近的。",
        "来源": "数据从哪里来,研判结果和文书照此引用。",
    },
    DETERMINATIONS: {
        "事项": "认定什么,从列表中选。",
        "对象": "地区、镇街、文件;对申请机构的认定,写申请的编号或机构名称。",
        "结论": "是 或 否。",
        "机关": "作出认定的机关;几个机关用顿号隔开。",
        "日期": "作出认定的日期。",
        "自": "关于文件的认定(文件效力、规划延续执行)自哪一天起;认定没有写明的空着。",
        "至": "关于文件的认定到哪一天为止(含当天);认定没有写明的空着。",
        "依据": "认定文件的名称、文号。",
    },
}  # fmt: skip
_BESIDE: Final = {
    "经度": "机构服务场所的经度(度,如 120.38)。与纬度、坐标系一并填写,用于看出同一步行范围内的申请。",
    "纬度": "机构服务场所的纬度(度,如 36.07)。",
    "坐标系": "测量所用的坐标系;不同坐标系的位置可以相差 700 米。",
}
_EXAMPLES: Final = {
    APPLICATIONS: {
        "编号": "示例-001", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "等级": "二级",
        "所在地": "城阳区", "床位类别": "综合", "床位数": "100", "重点建设项目": NONE,
    },
    INDICATORS: {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "住院结算数据"},
    DETERMINATIONS: {
        "事项": "照护资源相对充足", "对象": "崂山区", "结论": "是", "机关": "青岛市医疗保障局", "日期": "2024-02-01", "依据": "（认定文件）",
    },
}  # fmt: skip
_RULES: Final = (
    "一行一份申请;表头不要改动,不用的列可以空着或整列删去。示例只在本表,不要照抄到申请表里。",
    f"不知道的写「{UNKNOWN}」;空着表示没有提供。没有写的,既不当作零,也不当作「否」。",
    f"重点建设项目:写 国家级、省级、市级、区县级,几级的用顿号隔开;没有写「{NONE}」;申请人主张但还没有证明的写「{UNPROVED}」。",
    f"已定点:写已订有效协议的各项服务(住院、门诊统筹等),几项的用顿号隔开;没有写「{NONE}」。申请增加床位、纳入双通道的可以只写「是」;申请新增定点的,写明是哪几项。",
    "地区的指标由本单位提供,填在「指标」表,各份申请共用;有权机关的认定填在「认定」表。不要向申请人要这些数据。",
    "单元格里可以有公式,按已算出的结果读取;合计行、标题行、说明行不作为申请。",
    "要写明数据从哪里来的,可以加列:申请表加「来源」「来源类型」说明整行,加「床位数·来源」「床位数·时点」「床位数·依据」等说明一项;"
    "指标、认定表加「来源类型」「确认人」「有效期至」「依据」。来源类型写申请材料、本局台账、本局查询、其他部门、现场核查或有权机关认定。",
)


def template(base: RuleBase, region: str | None = None, matter: str | None = None) -> list[Sheet]:
    """The sheets of the empty form; for a place (its code), a matter, or all of them."""
    names = Names(base.vocabulary)
    scope = FormScope(base, names, region, matter)
    clauses = asking_clauses(base, scope.documents, scope.matters)
    options: dict[str, list[str]] = {}
    forms = [_form(kind, names, base, clauses, options, scope) for kind in KINDS]
    return [*forms, _explained(names, clauses, scope), _option_sheet(options)]


def _form(
    kind: str,
    names: Names,
    base: RuleBase,
    clauses_by_fact: ClausesByFact,
    options: dict[str, list[str]],
    scope: FormScope,
) -> Sheet:
    labels = scope.columns(kind)
    apart = scope.of_bureau() if kind == APPLICATIONS and scope.narrowed else ()
    head = 1 if apart else 0
    widths: dict[int, float] = {}
    notes: dict[Place, str] = {}
    choices: list[Choice] = []
    for column, label in enumerate(labels):
        widths[column] = max(10.0, 2.1 * len(label) + 3, {"名称": 30, "来源": 30, "依据": 30, "事项": 26}.get(label, 0))
        lines = _note(kind, label, names, clauses_by_fact)
        notes[head, column] = on_screen("\n".join(f"{k}:{v}" if k else v for k, v in lines))
        values, closed = _choices(kind, label, names, base, scope)
        if values:
            options[f"{kind}·{label}"] = values
            letter = column_letters(len(options) - 1)
            source = f"'{_OPTIONS}'!${letter}$2:${letter}${len(values) + 1}"
            choices.append(Choice(column, (head + 1, _ROWS - 1), source, closed))
    headers = [(label, _BUREAU_HEADER if label in apart else HEADER) for label in labels]
    if not apart:
        return Sheet(kind, [headers], widths, frozen=1, notes=notes, choices=choices)
    first = len(labels) - len(apart)
    whose: list[Cell] = [None] * len(labels)
    whose[0], whose[first] = (_BY_APPLICANT, TITLE), (_BY_BUREAU, TITLE)
    merged = [((0, 0), (0, first - 1)), ((0, first), (0, len(labels) - 1))]
    areas = [(one, other) for one, other in merged if one != other]
    return Sheet(kind, [whose, headers], widths, frozen=2, notes=notes, choices=choices, merged=areas)


def _choices(kind: str, label: str, names: Names, base: RuleBase, scope: FormScope) -> tuple[list[str], bool]:
    """The names that a cell may take, and whether others are refused there and then."""
    if kind == APPLICATIONS:
        term = names.facts.get(label)
        if label == "事项":
            return list(scope.matters), True
        if label == "类型":
            return [*scope.types, UNKNOWN], True
        if label == "坐标系":
            return list(SYSTEMS), True
        if label == "所在地":
            return _places(base, ("county", "prefecture"), scope), False
        if term is not None and term.datatype == "boolean":
            return ["是", "否", UNKNOWN, *((UNPROVED,) if term.burden else ())], True
        if term is not None and term.datatype == "category":
            extra = (
                [NONE, "是"]
                if term.yes_no
                else [NONE, UNPROVED]
                if term.multiple
                else [UNPROVED]
                if term.burden
                else []
            )
            return [*term.values, *extra, UNKNOWN], not term.multiple
    if (kind, label) == (INDICATORS, "名称"):
        return [t.label for t in names.indicators.values() if scope.has(t)], True
    if (kind, label) == (INDICATORS, "地区"):
        return _places(base, ("prefecture", "county", "area"), scope, above=True), False
    if (kind, label) == (DETERMINATIONS, "事项"):
        return [t.label for t in names.facts.values() if t.datatype == "boolean" and scope.has(t)], True
    if (kind, label) == (DETERMINATIONS, "结论"):
        return ["是", "否", UNKNOWN], True
    return [], False


def _places(base: RuleBase, levels: tuple[str, ...], scope: FormScope, *, above: bool = False) -> list[str]:
    """The places that documents are held for, by name; where two share a name, by code. above: also those around."""
    vocabulary = base.vocabulary
    regions = {d.region for d in base.documents.values()}
    places = []
    for region in vocabulary.regions.values():
        if (
            region.level in levels
            and scope.lies_here(region, above=above)
            and regions & {*vocabulary.chain(region.code)}
        ):
            shared = divisions_among(vocabulary.find_regions(region.name))
            places.append(region.code if len(shared) > 1 else region.name)
    return list(dict.fromkeys(places))


def _note(kind: str, label: str, names: Names, clauses_by_fact: ClausesByFact) -> Iterator[tuple[str, str]]:
    """What a column is, who provides it, what proves it and which clauses ask for it."""
    term: Term | None = names.facts.get(label) if kind == APPLICATIONS else None
    if label in _REQUIRED[kind]:
        yield "", "必填"
    fact, _, aspect = label.partition("·")
    if kind == APPLICATIONS and (label == SOURCE or aspect):
        what = f"「{fact}」" if aspect else "这一行各项(没有自己的来源的)"
        yield "说明", f"{what}从哪里来,如 申请表、现场核查记录5号;研判结果和文书照此引用。"
        yield "提供方", "本单位"
        return
    if term is None:
        yield "说明", _LISTED.get(kind, {}).get(label) or _BESIDE.get(label, label)
        yield (
            "提供方",
            {INDICATORS: "本单位或其他部门(见「说明」表)", DETERMINATIONS: "有权机关认定", APPLICATIONS: "申请人"}[
                kind
            ],
        )
        return
    yield "说明", term.definition or term.label
    yield "提供方", OFFICE_NAME.get(term.provider, term.provider)
    if term.unit and term.unit != "1":
        yield "单位", term.unit
    if term.proof:
        yield "证明材料", term.proof
    clauses = clauses_by_fact.get(label, [])
    if clauses:
        yield "所涉条款", ";".join(clauses[:_MOST_CLAUSES])
    elif label == "事项":
        yield "所涉条款", "各文件按事项适用"


def _explained(names: Names, clauses_by_fact: ClausesByFact, scope: FormScope) -> Sheet:
    """The sheet 说明: rules of filling in, one example of each kind, every fact with provider, proof and clauses."""
    rows = [styled(["怎样填写"], TITLE), *(styled([on_screen(f"{n}. {r}")], PLAIN) for n, r in enumerate(_RULES, 1))]
    for kind in KINDS:
        example = _example(kind, scope)
        rows += [[], [(f"示例：{kind}", TITLE)]]
        rows += [styled(example, HEADER), styled(example.values(), TEXT)]
    rows += [[], [("各项内容的提供方、证明材料和所涉条款", TITLE)]]
    rows.append(styled(("名称", "填在", "说明", "提供方", "证明材料", "所涉条款"), HEADER))
    for term in (t for t in names.facts.values() if scope.has(t)):
        where = (
            APPLICATIONS
            if term.subject in ("申请", "机构")
            else DETERMINATIONS
            if term.provider == "有权机关认定"
            else INDICATORS
        )
        clauses = ";".join(clauses_by_fact.get(term.label, []))
        explained = (term.definition, OFFICE_NAME.get(term.provider, term.provider), term.proof, clauses)
        rows.append(styled((term.label, where, *map(on_screen, explained)), TEXT))
    return Sheet("说明", rows, {0: 30, 1: 24, 2: 48, 3: 20, 4: 40, 5: 60})


def _example(kind: str, scope: FormScope) -> dict[str, str]:
    """A row that shows how to fill in a sheet."""
    example = _EXAMPLES[kind]
    if kind != APPLICATIONS or not scope.narrowed:
        return example
    cells = {label: example[label] for label in scope.columns(kind) if label in example}
    matter, kinds = cells["事项"], scope.types
    fits = matter in scope.matters and cells["类型"] in kinds
    return cells if fits else {k: v for k, v in cells.items() if "床位" not in k} | {
        "事项": scope.matters[0], "名称": "示例机构", "类型": kinds[0]
    }  # fmt: skip


def _option_sheet(options: dict[str, list[str]]) -> Sheet:
    """The names of the drop-down lists, a column each."""
    longest = max(map(len, options.values()))
    listed = list(options.values())
    rows: list[list[Cell]] = [styled(options, HEADER)]
    for index in range(longest):
        rows.append([v[index] if index < len(v) else None for v in listed])
    return Sheet(_OPTIONS, rows, dict.fromkeys(range(len(options)), 24.0), hidden=True)
