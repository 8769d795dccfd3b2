"""The bureau's own names (机构类型, 事项, 指标, 又称, 结果用词, 地区, 机关) for forms: what is asked, what is wrong, an entry written.

A part of the driver, with its conventions. What is written is what a person would write into terms.toml by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.ingest.own_corpus_folder import own_corpus_folder
from policy_dsl.os_errors import refusal
from policy_dsl.own_corpus.effect_entries import consequences
from policy_dsl.own_corpus.entry_writing import (
    FieldForm,
    Values,
    entry_faults,
    entry_text,
    file_of,
    forms,
    with_entry,
)
from policy_dsl.own_corpus.join import package_documents, region_codes
from policy_dsl.own_corpus.name_entries import TABLES
from policy_dsl.own_corpus.names import with_own_names, with_places
from policy_dsl.source_files import read_sources
from reasoner.driver import current_rule_base
from reasoner.driver.own_corpus import Compiler, OwnCorpus, own_corpus

__all__ = ["FieldForm", "Values", "add_entry", "choices", "enter", "entry_text", "fields", "tables", "wrong_with"]


def tables() -> tuple[str, ...]:
    """The tables of names: 事项, 机构类型, 指标 …"""
    return tuple(table for of_file in TABLES.values() for table in of_file)


def fields(table: str) -> tuple[FieldForm, ...]:
    """What a form asks for an entry of a table. Raises Faults (U102): there is no such table."""
    return forms(_known(table))


def choices(table: str, key: str) -> tuple[str, ...]:
    """What may stand under a key, in the vocabulary as it is; none: any text."""
    vocabulary = current_rule_base.rule_base().vocabulary
    of_kind = vocabulary.of_kind
    listed: dict[tuple[str, str], Sequence[str]] = {
        ("机构类型", "归入"): tuple(of_kind("class")),
        ("机构类型", "可申请"): tuple(vocabulary.matters),
        ("事项", "申请的机构"): (*of_kind("class"), *vocabulary.types),
        ("事项", "新增的服务"): vocabulary.facts["已定点"].values,
        ("事项", "加于服务"): vocabulary.facts["已定点"].values,
        ("事项", "床位类别"): vocabulary.facts["床位类别"].values,
        ("指标", "种类"): ("数量", "比率", "是否"),
        ("指标", "属于"): ("地区", "申请", "机构"),
        ("指标", "单位"): tuple(of_kind("unit")),
        ("指标", "提供方"): tuple(p for p in of_kind("provider") if p != "有权机关认定"),
        ("结果用词", "结果"): tuple(consequences(vocabulary.data)),
        ("机关", "类别"): tuple(k.label for k in vocabulary.data.organ_kinds),
    }
    return tuple(listed.get((table, key), ()))


def wrong_with(table: str, values: Values) -> tuple[Diagnostic, ...]:
    """What would be wrong with an entry; none: it may be written. Raises Faults (U102, U193)."""
    return _wrong(_own(), _known(table), values)


def enter(table: str, given: Mapping[str, str]) -> Path:
    """Write an entry from what a person typed under each key, as the window and the command do; the file.

    given: several texts of a list joined by 、; what is empty counts as left out. The corpus is made where it is not there yet.
    Raises Faults, and then nothing was written: those of `add_entry`, U191 what is needed and lacking, and an unknown key.
    """
    forms_of, values = fields(table), {key: text.strip() for key, text in given.items() if text.strip()}
    known = [f.key for f in forms_of]
    faults = [
        Diagnostic("U191", key[:40], "不认识的键", "、".join(known), _meant(key, known))
        for key in given
        if key not in known
    ]
    faults += [
        Diagnostic("U191", f.key, f"没有写{f.key}", f.explained) for f in forms_of if f.needed and f.key not in values
    ]
    if faults:
        raise Faults(faults)
    root = own_corpus_folder()
    try:
        if root:
            Path(root).mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        message = f"规则库的目录不能建立:{refusal(error)}"
        raise Faults([Diagnostic("U107", root, message, hint="检查目录的写入权限")]) from None
    return add_entry(table, values)


def _meant(key: str, known: Sequence[str]) -> str:
    near = nearest(key, known)
    return f"是否要写 {near[0]}?" if near else ""


def tables_text() -> str:
    """The tables of names, each with its file, for a terminal."""
    rows = [f"  {table}({file_of(table)}):{'、'.join(f.key for f in forms(table))}" for table in tables()]
    return "\n".join(["本单位的名称可以写哪几种(写法:tiaoli corpus name 种类 键=内容 …,几个用、隔开):", *rows, ""])


def fields_text(table: str) -> str:
    """What an entry of a table is asked for, and what may stand there. Raises Faults (U102)."""
    lines = [f"{table},写入 {file_of(_known(table))}:"]
    for form in fields(table):
        allowed = choices(table, form.key)
        marks = "必写" if form.needed else "可不写"
        lines.append(f"  {form.key}({marks}{',几个用、隔开' if form.several else ''}):{form.explained}")
        if allowed:
            lines.append(f"    可以写:{'、'.join(allowed[:20])}{'……' if len(allowed) > 20 else ''}")
    example = " ".join(f"{f.key}=…" for f in fields(table) if f.needed)
    return "\n".join([*lines, f"写法:tiaoli corpus name {table} {example}", ""])


def add_entry(table: str, values: Values) -> Path:
    """Write an entry behind those of its file; the file. Whoever wrote at the same time loses nothing.

    Raises Faults, and then nothing was written: U102 no such table, U193 no corpus, U191 the entry, U195 a name with which a
    document of the package would not compile, U106, U107 the file.
    """
    from policy_dsl.review.files import extend

    own = _own()
    if faults := _wrong(own, _known(table), values):
        raise Faults(faults)
    path = Path(own.root, file_of(table))
    extend(path, lambda text: with_entry(text, table, values))
    current_rule_base.reload()
    current_rule_base.official_texts.cache_clear()
    return path


def _known(table: str) -> str:
    if table not in tables():
        raise Faults([Diagnostic("U102", table[:40], "没有这种名称", "、".join(tables()))])
    return table


def _own() -> OwnCorpus:
    from reasoner.driver.bureau_corpus import none_named

    own = own_corpus()
    if own is None:
        raise Faults([none_named()])
    return own


def _wrong(own: OwnCorpus, table: str, values: Values) -> tuple[Diagnostic, ...]:
    package = current_rule_base.package_base()
    texts, file = own.sources.words, file_of(table)
    words = with_places(package.vocabulary, region_codes(own.sources))
    if faults := entry_faults(words, texts, table, values, own.root):
        return faults
    with_it, _ = with_own_names(words, {**texts, file: with_entry(texts.get(file, ""), table, values)}, own.root)
    if package_documents(package, with_it, read_sources, Compiler().folder) is None:
        message = "照这样写,软件自带的文件不能编译:名称或者“原文写作”与自带的词语相混"
        return (
            Diagnostic("U195", f"{own.root}/{file} · {table}", message, hint="换一个名称,或者删去“原文写作”中的词语"),
        )
    return ()
