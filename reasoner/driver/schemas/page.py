"""docs/json.md: what programs may send and what they get, key by key, from the vocabulary and the types of results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import Final

import msgspec
from msgspec import inspect

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.driver.schemas.outputs import OUTPUTS, Output
from reasoner.driver.schemas.words import always_written, class_words, field_words, reached, struct_of, written_words
from reasoner.intake.coordinates import SYSTEMS
from reasoner.intake.field_schema import FRAME

Row = Sequence[str]

_HEAD: Final = """# 程序读写的 JSON

给送申请、取结果的程序:申请怎样写,各命令加 `--json` 写出什么。本页和 `schema/` 下的 JSON Schema(2020-12)由程序的类型和本体生成
(`tiaoli pages`),不手改;测试核对每一个命令写出的结果。

- **严格。** 没有列出的键不会出现,列出的键只增不改名。「必有」的键总在,没有值的写 `null` 或者空文字;「可省」的键没有内容时不写。
- **写法。** 地区写六位代码,日期写 `YYYY-MM-DD`,时点写 `2023`、`2023-12` 或 `2023-12-31`,条款写 `文件/条款`,规则写 `文件/条款#规则名`;
  精确的数写成文字(`"0.75"`),不用浮点数。位置 `start`、`end` 是在收录的原文中的字符偏移。
- **互相引用。** 各个 schema 以 `$id`(https://w3id.org/tiaoli/schema/ 之下)相互引用,核对时把 `schema/` 下的文件一并登记。
- **退出状态。** 0 完成,1 检查发现问题,2 输入或用法有误,此时写出的是 [errors](schema/errors.json);
  表里只是有的行有错的,写出 [rows](schema/rows.json)。

"""
_APPLICATION: Final = """## 申请

[application.json](schema/application.json)。一个文件是一份申请,申请的数组(每行一份的 JSON Lines 也可),或者
`{"申请": […], "指标": […], "认定": […]}`,其中的指标和认定各份申请共用。比较和规则检查举出的例子(`application`)也是这种写法。

| 键 | 必有 | 值 | 含义 |
|---|---|---|---|
"""
_FORMS: Final = """
任何事实不知道的写「不详」或者 `null`。申请人主张而没有核实的(下表注明),写「未核实」。事实可以连同来源写成对象:
`{"数值": 3, "时点": "2024-04-20", "来源": "现场核查记录5号", "来源类型": "现场核查", "确认人": "…", "有效期至": "…", "依据": "…"}`;
是非可写 `结论` 代替 `数值`;`依据` 是文字或者 `{"名称", "编号", "页"}`。

"""
_ITEMS: Final = """
`指标` 的每一项:`地区` `名称` `数值` 必有,`时点` `来源` `来源类型` `确认人` `有效期至` `依据` 可省。
`认定` 的每一项:`事项` `对象` `结论` 必有,`日期` `机关`(一个或者几个)`自` `至`(关于文件的认定)`依据` `来源` `来源类型` `确认人` `有效期至` 可省。

"""
_WIDER: Final = """
schema 不收的,程序也不收;程序不收而 schema 说不出的有:不存在的日子(2月30日),写成文字的数超出可能的范围,没有收录的地名和文件,
同一事实同一时点给出两次,编号重复,键写了两次,机构类型不能申请该事项,对象不是本申请的镇街或者机构,使人误读的字符,过长的文字;
没有 `日期` 的,要有 `--as-of`。

"""
_KINDS: Final = {
    "ratio": "比率:0.74、74%", "count": "整数:100、1.2万", "boolean": "是、否、true、false", "date": "日期", "text": "文字",
}  # fmt: skip


def json_page(vocabulary: Vocabulary) -> str:
    """The page in Markdown."""
    described: set[str] = set()
    outputs = [_output(o, described) for o in OUTPUTS]
    return _HEAD + _index() + _application(vocabulary) + "".join(outputs).rstrip() + "\n"


def _index() -> str:
    rows = [(f"[{o.name}](schema/{o.name}.json)", o.command, _shape(o) + o.what) for o in OUTPUTS]
    return _table(("schema", "命令", "内容"), rows) + "\n"


def _shape(output: Output) -> str:
    return "数组:" if output.many else ""


def _table(heads: Row, rows: Iterable[Row]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)


# --- applications -----------------------------------------------------------------------------------------------


def _application(vocabulary: Vocabulary) -> str:
    facts = vocabulary.facts
    frame: list[Row] = [
        ("`编号`", "是", "文字", facts["编号"].definition),
        ("`事项`", "是", "、".join(vocabulary.matters), facts["事项"].definition),
        ("`日期`", "", "日期", facts["日期"].definition),
        ("`机构`", "", "对象,各键见下", "提出申请的机构。"),
        ("`指标`", "", "数组,各项见下", "地区、镇街的数值。"),
        ("`认定`", "", "数组,各项见下", "机关所作的是非判断。"),
        ("`位置`", "", f"对象:`经度` `纬度` `坐标系`({'、'.join(SYSTEMS)})", "机构的位置,只用来比较两份申请的远近。"),
    ]
    own = [("`" + t.label + "`", "", _value(t), t.definition) for t in facts.values() if _is_own(t)]
    rows = "".join("| " + " | ".join(row) + " |\n" for row in (*frame, *own))
    facility = _facts("机构", [t for t in facts.values() if t.subject == "机构"])
    regional = _facts("指标", [t for t in facts.values() if t.subject in ("地区", "镇街", "文件")])
    return _APPLICATION + rows + _FORMS + facility + _ITEMS + regional + _WIDER


def _is_own(term: Term) -> bool:
    return term.subject == "申请" and term.label not in FRAME


def _facts(head: str, terms: Iterable[Term]) -> str:
    rows = [(f"`{t.label}`", _value(t), t.provider, t.definition) for t in terms]
    return _table((f"`{head}`", "值", "由谁提供", "含义"), rows)


def _value(term: Term) -> str:
    kind = "、".join(term.values) if term.values else _KINDS[term.datatype]
    unit = f",单位{term.unit}" if term.datatype == "count" else ""
    several = ";可写几个,没有的写「无」" if term.multiple else ""
    several += ";可只写是、否" if term.yes_no else ""
    return f"{kind}{unit}{several}" + (";可写「未核实」" if term.burden or term.multiple else "")


# --- results ----------------------------------------------------------------------------------------------------


def _output(output: Output, described: set[str]) -> str:
    """The section of an output: the tables of its types that no section before it has."""
    infos = [inspect.type_info(kind) for kind in output.kinds]
    kinds = " 或 ".join(_words(info) for info in infos)
    head = f"## {output.what}\n\n{output.command}:{'数组,每一项是 ' if output.many else ''}{kinds}。"
    head += f"[{output.name}.json](schema/{output.name}.json)\n\n"
    tables: list[str] = []
    for info in infos:
        for one in reached(info):
            name = _name(one)
            if name not in described:
                described.add(name)
                tables.append(_struct(one) if isinstance(one, inspect.StructType) else _enum(one.cls))
    return head + "".join(tables)


def _struct(info: inspect.StructType) -> str:
    kind = struct_of(info)
    words = written_words(kind, info.fields)
    rows: list[Row] = [] if info.tag is None else [(f"`{info.tag_field}`", f"`{info.tag}`", "必有", "")]
    for field in info.fields:
        always = "必有" if always_written(kind, field) else "可省"
        rows.append((f"`{field.encode_name}`", _field_words(kind, field), always, words.get(field.name, "")))
    return f"### {_name(info)}\n\n{class_words(kind)}\n\n{_table(('键', '值', '有无', '含义'), rows)}\n"


def _enum(kind: type[Enum]) -> str:
    words = field_words(kind)
    rows = [(f"`{m.value}`" if m.value else "空文字", words.get(name, "")) for name, m in kind.__members__.items()]
    values = _table(("值", "含义"), rows) if words else " · ".join(value for value, _ in rows) + "\n"
    return f"### {_title(kind)}\n\n{class_words(kind)}\n\n{values}\n"


def _name(info: inspect.StructType | inspect.EnumType) -> str:
    return _title(struct_of(info) if isinstance(info, inspect.StructType) else info.cls)


def _title(kind: type) -> str:
    """The heading of a type; where two have one name, with the package."""
    return f"{kind.__name__} {kind.__module__.split('.')[1]}" if kind.__name__ in _shared_names() else kind.__name__


def _link(kind: type) -> str:
    title = _title(kind)
    return f"[{kind.__name__}](#{title.lower().replace(' ', '-')})"


@cache
def _shared_names() -> frozenset[str]:
    """The names that several types have."""
    infos = [one for o in OUTPUTS for kind in o.kinds for one in reached(inspect.type_info(kind))]
    kinds = {struct_of(i) if isinstance(i, inspect.StructType) else i.cls for i in infos}
    return frozenset(name for name, number in Counter(kind.__name__ for kind in kinds).items() if number > 1)


def _field_words(kind: type[msgspec.Struct], field: inspect.Field) -> str:
    """What a field may be: null does not stand where the key is left out instead."""
    info = field.type
    if isinstance(info, inspect.UnionType) and field.default is None and not always_written(kind, field):
        return _either(t for t in info.types if not isinstance(t, inspect.NoneType))
    if field.default in (True, False) and isinstance(info, inspect.BoolType) and not always_written(kind, field):
        return "`false`" if field.default else "`true`"
    return _words(info)


def _either(infos: Iterable[inspect.Type]) -> str:
    return " 或 ".join(dict.fromkeys(_words(info) for info in infos))


def _words(info: inspect.Type) -> str:
    match info:
        case inspect.Metadata(type=inner, extra_json_schema=extra):
            more = extra or {}
            return "[申请](#申请)" if "$ref" in more else str(more.get("title") or _words(inner))
        case inspect.StructType():
            kind = struct_of(info)
            if kind is info.cls:
                return _link(kind)
            return ",".join(f"`{f.encode_name}`:{_words(f.type)}" for f in info.fields)
        case inspect.EnumType(cls=cls):
            return _link(cls)
        case inspect.LiteralType(values=values):
            return " ".join(f"`{msgspec.json.encode(v).decode().strip(chr(34))}`" for v in values)
        case inspect.UnionType(types=types):
            return _either(types)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"数组:{_words(item)}"
        case inspect.TupleType(item_types=items):
            return f"数组,{len(items)}项:{','.join(dict.fromkeys(_words(i) for i in items))}"
        case inspect.DictType(key_type=key, value_type=value):
            return f"对象,{_words(key)} → {_words(value)}"
    return _PLAIN[type(info)]


_PLAIN: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "文字",
    inspect.BoolType: "`true` 或 `false`",
    inspect.IntType: "整数",
    inspect.NoneType: "`null`",
    inspect.DecimalType: "数的文字",
}
