"""An entry of a bureau's names written from fields, as a form or a command has them; checked as the file will be.

Pure: text in, text and faults out. `forms` says what fields a table has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.own_corpus.name_entries import TABLES
from policy_dsl.own_corpus.names import with_own_names
from policy_dsl.vocabulary import VocabularyData

Values = Mapping[str, "str | Sequence[str]"]
"""By key what a person wrote: a text, or a list of texts."""


class FieldForm(NamedTuple):
    """A field of an entry."""

    key: str
    several: bool
    """Whether it is a list of texts."""
    needed: bool
    explained: str
    """What is written there."""


EXPLAINED: Final[Mapping[str, str]] = {
    "名称": "规则、申请和结果中的名称",
    "定义": "它是什么,一句话",
    "原文写作": "本单位的文件怎样称呼它",
    "归入": "属于哪几类机构",
    "可申请": "可以申请哪些事项",
    "申请的机构": "哪些类型、哪几类机构可以申请",
    "新增的服务": "办理以后机构新增哪几项服务;没有的服务照所写的添上",
    "加于服务": "不新增服务的(如增加床位),加于已定点的哪一项服务",
    "床位类别": "可以申请的床位类别;没有的照所写的添上",
    "种类": "数量、比率、是否",
    "单位": "数量的单位",
    "提供方": "谁提供这一事实",
    "凭据": "凭什么材料",
    "属于": "地区、申请、机构;不写的是地区",
    "申请中写作": "申请中的别的写法,照读并说明",
    "提问时说": "提问时的别的说法",
    "结果": "它指已有的哪一种结果;结果不能新添",
    "另一种理解": "这个词还可以怎样理解",
    "确认人": "谁确认它指这种结果;不写的尚未确认",
    "地区": "地区的名称或六位代码",
    "又称": "别的名称",
    "曾用名": "以前的名称",
    "代码": "六位代码;管理区域的,所在市的代码加连字符和字母",
    "成员": "由哪几个区县合成",
    "上级": "所在的省、市",
    "类别": "机关的类别",
    "依据": "凭什么这样写:哪一份文件、哪一次会议",
}
"""What each key is for, as a form says it beside the field."""


def file_of(table: str) -> str:
    """The file in which a table stands: terms.toml, places.toml, organs.toml. Raises KeyError: there is no such table."""
    return next(file for file, tables in TABLES.items() if table in tables)


def forms(table: str) -> tuple[FieldForm, ...]:
    """The fields of a table in their order. Raises KeyError: there is no such table."""
    shape = TABLES[file_of(table)][table]
    return tuple(FieldForm(key, kind is list, needed, EXPLAINED[key]) for key, (kind, needed) in shape.items())


def entry_text(table: str, values: Values) -> str:
    """An entry as it stands in its file, without the fields that are empty. Raises KeyError: there is no such table."""
    lines = [f'[["{table}"]]']
    for field in forms(table):
        value = values.get(field.key, ())
        if isinstance(value, str):
            value = value.split("、") if field.several and value.strip() else [value]
        texts = [t for t in (" ".join(v.split()) for v in value) if t]
        if not texts:
            continue
        written = [json.dumps(t, ensure_ascii=False).replace("\x7f", "\\u007f") for t in texts]
        lines.append(f'"{field.key}" = ' + (f"[{', '.join(written)}]" if field.several else written[0]))
    return "\n".join(lines) + "\n"


def with_entry(text: str, table: str, values: Values) -> str:
    """The text of a file of names with one more entry behind those that it has. Raises KeyError: there is no such table."""
    before = text.rstrip("\n")
    return (f"{before}\n\n" if before.strip() else "") + entry_text(table, values)


def entry_faults(
    words: VocabularyData, texts: Mapping[str, str], table: str, values: Values, root: str = ""
) -> tuple[Diagnostic, ...]:
    """What would be wrong with an entry; none: it may be written.

    words: the vocabulary without the bureau's names. texts: the bureau's files of names as they are. root: where they lie, for
    messages. The faults are those that the file has with the entry and has not without it.
    """
    file = file_of(table)
    _, before = with_own_names(words, texts, root)
    _, after = with_own_names(words, {**texts, file: with_entry(texts.get(file, ""), table, values)}, root)
    known = {(f.code, f.where, f.message) for faults in before.values() for f in faults}
    return tuple(f for faults in after.values() for f in faults if (f.code, f.where, f.message) not in known)
