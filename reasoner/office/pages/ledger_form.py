"""The form of one value of the ledger: an indicator of a place, or a determination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from policy_dsl.vocabulary import Term
from reasoner.office.pages.field import Field, FieldKind, Option, options, with_faults
from reasoner.office.pages.plain_paths import fault_path

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "指标": ("名称", "地区", "数值", "时点", "来源", "来源类型", "依据", "确认人", "有效期至"),
    "认定": ("事项", "对象", "结论", "机关", "日期", "依据", "自", "至", "确认人", "有效期至"),
}
"""The keys of an item by section."""
_ORIGINS: Final = ("本局台账", "本局查询", "其他部门", "现场核查", "有权机关认定")
_HINTS: Final = {
    "数值": "如 74%、71293、1034.21万人；是非的写是、否", "时点": "如 2024-03-31、2024-03 或 2023", "来源": "如 统计公报、住院结算数据",
    "确认人": "只写姓名；没有确认的，研判时逐份提示", "有效期至": "如 2025-12-31；不写为不限", "机关": "全称；几个机关用、隔开",
    "日期": "作出认定的日期，如 2024-02-01", "自": "文件效力和延续执行的期间", "至": "如 2027-12-31", "依据": "文件名称、文号",
}  # fmt: skip


def item_of(section: str, given: Mapping[str, str]) -> dict[str, object]:
    """What a form states, as a file has it."""
    item: dict[str, object] = {k: given[k] for k in FORMS[section] if given.get(k)}
    organs = [o.strip() for o in given.get("机关", "").split("、") if o.strip()]
    if section == "认定" and len(organs) > 1:
        item["机关"] = organs
    return item


def ledger_fields(
    section: str,
    given: Mapping[str, str],
    terms: Mapping[str, Term],
    places: Sequence[str],
    titles: Mapping[str, str],
    faults: Iterable[Fault],
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields with what was written, and the faults that belong to none. titles: of documents by id."""
    judged = [t.label for t in terms.values() if t.datatype == "boolean"]
    figures = [t.label for t in terms.values() if t.subject in ("地区", "镇街")]
    made = []
    for key in FORMS[section]:
        values = (
            given.get(key)
            or given.get({"名称": "name", "事项": "name", "地区": "about", "对象": "about"}.get(key, ""), ""),
        )
        match key:
            case "名称":
                field = Field(
                    key, "指标", FieldKind.SELECT, "", options(figures, "（请选择）"), required=True, values=values
                )
            case "事项":
                field = Field(
                    key, "认定事项", FieldKind.SELECT, "", options(judged, "（请选择）"), required=True, values=values
                )
            case "地区":
                field = Field(
                    key,
                    "地区",
                    choices=tuple(places),
                    required=True,
                    values=values,
                    hint="区县、市，或者市本级等管理区域",
                )
            case "对象":
                field = Field(
                    key,
                    "对象",
                    choices=(*titles, *places),
                    required=True,
                    values=values,
                    hint="地区；文件效力、延续执行写文件的标识或题名",
                )
            case "结论":
                field = Field(key, key, FieldKind.RADIO, options=options(("是", "否")), required=True, values=values)
            case "来源类型":
                labels = tuple(Option(o, o.replace("本局", "本单位")) for o in _ORIGINS)
                field = Field(key, key, FieldKind.SELECT, "", (Option("", "（不写）"), *labels), values=values)
            case _:
                field = Field(key, key, required=key == "数值", hint=_HINTS.get(key, ""), values=values)
        made.append(field)
    placed = [replace(f, where=fault_path(f.where)) for f in faults]
    names = {f"{section}.0.{key}": key for key in FORMS[section]} | {f"{section}.0": FORMS[section][0]}
    return with_faults(made, placed, names)
