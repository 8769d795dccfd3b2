"""The frame of an application as a form: who asks for what, where, received when, and from which papers that is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from reasoner.driver.window.wording import typed
from reasoner.model.credit_code import note_on
from reasoner.office.pages.field import Field, FieldKind, options, with_faults
from reasoner.office.pages.plain_paths import edited, fault_path, flat

FRAME: Final = {
    "编号": "编号", "事项": "事项", "日期": "日期", "机构.名称": "名称", "机构.类型": "类型", "机构.所在地": "所在地", "机构.镇街": "镇街",
    "机构.统一社会信用代码": "统一社会信用代码",
}  # fmt: skip
"""The fields by their paths."""
SOURCE: Final = "材料"
"""The field that says from which papers the institution's name, kind and place are taken."""
SOURCED: Final = ("名称", "类型", "所在地", "镇街", "统一社会信用代码")
"""What is written of the institution and has one source, that of its papers."""
CODE: Final = "统一社会信用代码"
_ORIGIN: Final = "申请材料"


def frame_of(data: Mapping[str, object]) -> dict[str, str]:
    """What stands in the fields."""
    written = dict(flat(data))
    values = {name: written.get(path, written.get(f"{path}.数值", "")) for path, name in FRAME.items()}
    return values | {SOURCE: next((t for n in SOURCED if (t := written.get(f"机构.{n}.来源", ""))), "")}


def with_frame(data: Mapping[str, object], given: Mapping[str, str]) -> dict[str, object]:
    """The application with what the fields state."""
    made = edited(data, {path: given.get(name, "") for path, name in FRAME.items()})
    return sourced(made, given.get(SOURCE, ""))


def sourced(data: Mapping[str, object], source: str) -> dict[str, object]:
    """The application with a source for what is written of the institution without one."""
    facility, source = data.get("机构"), source.strip()
    if not source or not isinstance(facility, dict):
        return {**data}
    with_source = {
        k: {"数值": v, "来源": source, "来源类型": _ORIGIN} if k in SOURCED and isinstance(v, str) else v
        for k, v in facility.items()
    }
    return {**data, "机构": with_source}


def frame_fields(
    given: Mapping[str, str],
    faults: Iterable[Fault],
    matters: Sequence[str],
    kinds: Sequence[str],
    places: Sequence[str],
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields with what was written, and the faults that belong to none."""

    def of(name: str) -> tuple[str, ...]:
        return (given.get(name, ""),)

    known = not given.get("类型") or given["类型"] in kinds
    made = [
        Field("编号", "编号", required=True, values=of("编号"), hint="受理登记的编号，每份申请一个"),
        Field("日期", "收到申请的日期", required=True, values=of("日期"), hint="按这一天有效的规定研判"),
        Field("事项", "事项", FieldKind.SELECT, "", options(matters, "（请选择）"), required=True, values=of("事项")),
        Field("名称", "机构名称", values=of("名称")),
        Field("类型", "机构类型", FieldKind.SELECT, "", options(kinds, "（不详）"), values=of("类型"))
        if known
        else Field("类型", "机构类型", values=of("类型"), choices=tuple(kinds)),
        Field("所在地", "所在地", choices=tuple(places), values=of("所在地"), hint="区县名、别名、地址或六位区划代码"),
        Field(CODE, CODE, values=of(CODE), hint="十八位；文书的主送机关要写", note=typed(note_on(given.get(CODE, "")))),
        Field("镇街", "镇街", values=of("镇街"), hint="涉及镇街的规定要用；不写为未载明"),
        Field(
            SOURCE, "以上取自哪些材料", values=of(SOURCE), hint="如 申请表、执业许可证；没有写的，不能据以出具正式文书"
        ),
    ]
    placed = [replace(f, where=fault_path(f.where)) for f in faults]
    names = FRAME | {f"{path}.数值": name for path, name in FRAME.items()}
    names |= {f"机构.{n}.来源": SOURCE for n in SOURCED}
    return with_faults(made, placed, names)
