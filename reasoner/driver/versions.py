"""Two versions of some documents, each in the whole rule base: what `tiaoli compare --before … --after …` compares.

A part of the driver, with its conventions: it compiles, and raises Faults with every fault of both versions.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import digest
from policy_dsl.refusals import refusal
from policy_dsl.review.files import own_folder, own_records
from policy_dsl.review.records import Record, with_reviews
from policy_dsl.source import MASK, Source
from policy_dsl.sources import read_sources
from policy_dsl.vocabulary import Vocabulary
from reasoner.driver import in_use
from reasoner.model.rule_base import RuleBase
from reasoner.packed import pack, unpack
from reasoner.vocabularies import completed, conflicts, with_figures_explained, words_of

Data = Mapping[str, Any]

RULES: Final = "rules.tiao"
NEEDED: Final = ("text.txt", "meta.toml", RULES)
"""The files without which there is no document."""
FILES: Final = (*NEEDED, "readings.toml", "reviews.toml")
"""The files of a document that the compiler reads."""
MOST_BYTES: Final = 8 * 2**20
"""Far above any official text; a larger file is a mistake."""

_CORPORA: Final = ("corpus", "policy_dsl/corpus")
_IDENTIFIER: Final = re.compile(r"[\s。]*文件\s+([^\s「」『』、,:;(),。:;()]+)(?=\s)")
_FORMS: Final = "一份文件的目录(text.txt、meta.toml、rules.tiao)、这样的目录所在的目录,或者有 corpus/ 的目录"


@dataclass(frozen=True)
class Folder:
    """One document: its id as its rules say it, where it lies as messages say it, and its files by name."""

    id: str
    path: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """What a directory holds: documents by id, an ontology of its own or none, and folders that have no rules."""

    name: str
    documents: Mapping[str, Folder]
    ontology: Mapping[str, str]
    bare: Mapping[str, str]

    @property
    def words(self) -> str:
        """What its vocabulary is called in messages."""
        where = os.path.dirname(next(iter(self.ontology))) if self.ontology else "规则库的本体"
        return f"{self.name}({where})"


def versions(before: Path, after: Path) -> tuple[RuleBase, RuleBase, tuple[str, ...]]:
    """The rule base before, the rule base after, and the ids of the documents that either directory holds.

    A directory is the folder of one document, a folder of such folders, or one with `corpus/` (and `ontology/`) in it.
    The documents of these ids are taken from the directories alone: what one of them lacks does not exist in that
    version. Every other document is that of the rule base in use. Raises Faults: U106, U140 and U145 to U149, and all
    that the compiler finds.
    """
    base, faults = in_use.rule_base(), list[Diagnostic]()
    read = (_read("前一版", "--before", before, faults), _read("后一版", "--after", after, faults))
    ids = tuple(sorted({i for v in read for i in v.documents}))
    faults += [_no_rules(v.bare[i]) for v in read for i in sorted(v.bare.keys() & {*ids, *base.documents})]
    _stop(faults)
    work = _Work(base, ids)
    words = [work.vocabulary(v, faults) for v in read]
    _stop(faults)
    if words[0] == words[1]:
        words[0] = words[1]
    else:
        faults += work.incompatible(read, words)
    documents = [work.documents(v, w, faults) for v, w in zip(read, words, strict=True)]
    _stop(faults)
    faults += [*work.relations(read, documents), *work.claims(read, documents)]
    _stop(faults)
    if words[0] is not words[1]:
        words = [completed(words[0], words[1]), completed(words[1], words[0])]
    made = [work.base_of(d, w) for d, w in zip(documents, words, strict=True)]
    return made[0], made[1], ids


def _stop(faults: Iterable[Diagnostic]) -> None:
    """Raise the faults found so far, each once; none: go on."""
    found = tuple(dict.fromkeys(faults))
    if found:
        raise Faults(found)


# --- directories --------------------------------------------------------------------------------------------


def _read(name: str, option: str, path: Path, faults: list[Diagnostic]) -> Version:
    """What a directory holds, as far as it can be read."""
    documents: dict[str, Folder] = {}
    bare: dict[str, str] = {}
    try:
        folders, ontology = _folders(path), _turtle(path / "ontology")
    except (OSError, ValueError) as error:
        faults.append(_unusable(f"{option} {path}", error))
        return Version(name, {}, {}, {})
    for folder in folders:
        if not os.path.lexists(folder / RULES):
            bare[folder.name] = str(folder)
            continue
        try:
            found = _document(folder)
        except Faults as error:
            faults += error.diagnostics
            continue
        same = documents.setdefault(found.id, found)
        if same is not found:
            message = f"这里和 {same.path} 都写着「文件 {found.id}」"
            faults.append(Diagnostic("U146", f"{found.path}/{RULES}", message, "一个目录里每份文件一处", "删去一份"))
    if len(bare) == len(folders):
        there = f";{'、'.join(sorted(bare.values()))} 缺少 {RULES}" if bare else ""
        hint = "tiaoli scaffold 为原文写出规则的初稿" if bare else "没有这份文件的一版,写放着其余文件的目录"
        faults.append(Diagnostic("U145", f"{option} {path}", f"目录里没有规则{there}", _FORMS, hint))
        bare = {}
    texts = {}
    for file in ontology:
        try:
            texts[str(file)] = _text(file)
        except Faults as error:
            faults += error.diagnostics
    return Version(name, documents, texts, bare)


def _unusable(where: str, error: OSError | ValueError) -> Diagnostic:
    return Diagnostic("U140", where, f"目录不能读取:{_why(error)}", _FORMS, "检查目录名和所在位置")


def _why(error: OSError | ValueError) -> str:
    """Why a file or directory cannot be read, for staff."""
    match error:
        case FileNotFoundError():
            return "它不存在"
        case NotADirectoryError():
            return "它是文件,不是目录"
        case PermissionError():
            return "没有读取权限"
    return refusal(error)


def _folders(path: Path) -> list[Path]:
    """The folders of documents in a directory, those without rules too. Raises OSError or ValueError."""
    inside = sorted(os.listdir(path))
    if RULES in inside:
        return [path]
    root = next((path / c for c in _CORPORA if (path / c).is_dir()), path)
    children = [root / name for name in (inside if root is path else sorted(os.listdir(root)))]
    found = [c for c in children if c.is_dir() and any(os.path.lexists(c / name) for name in NEEDED)]
    return found or [path] * any(name in inside for name in NEEDED)


def _turtle(folder: Path) -> list[Path]:
    return [folder / n for n in sorted(os.listdir(folder)) if n.endswith(".ttl")] if folder.is_dir() else []


def _document(folder: Path) -> Folder:
    """The document of a folder with rules; raises Faults: incomplete (U148), unreadable (U106), no id (L1xx)."""
    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for name in FILES:
        if os.path.lexists(folder / name):
            try:
                texts[name] = _text(folder / name)
            except Faults as error:
                faults += error.diagnostics
        elif name in NEEDED:
            hint = "从所修改的文件的目录复制"
            faults.append(Diagnostic("U148", str(folder), f"缺少 {name}", "、".join(NEEDED), hint))
    _stop(faults)
    return Folder(_identifier(folder / RULES, texts[RULES]), str(folder), texts)


def _no_rules(folder: str) -> Diagnostic:
    hint = "补上规则;要表示这一版没有这份文件,移走整个目录"
    return Diagnostic("U148", folder, f"缺少 {RULES}", "、".join(NEEDED), hint)


def _identifier(path: Path, rules: str) -> str:
    """The id that rules say they are of; raises Faults with their syntax errors where they say none."""
    found = _IDENTIFIER.match(rules)
    if found:
        return found[1]
    from policy_dsl.syntax.parse import parse

    file, faults = parse(Source(str(path), rules.replace("\r\n", "\n")))
    if file is None:
        raise Faults(faults)
    return file.document.text


def _text(path: Path) -> str:
    """A text file in UTF-8, with or without a byte order mark; raises Faults (U106)."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Faults([Diagnostic("U106", str(path), "这不是文件", "UTF-8 编码的文本文件")])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")])
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Faults([Diagnostic("U106", str(path), "文件不是可读的文本", "UTF-8 编码", "另存为 UTF-8 编码")]) from None
    except OSError as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{_why(error)}", "UTF-8 编码的文本文件")]) from None


# --- compiling ----------------------------------------------------------------------------------------------


class _Work:
    """Makes the rule bases of both versions; what is in use already, or the same in both, is not compiled again."""

    def __init__(self, base: RuleBase, ids: Sequence[str]) -> None:
        self.base = base
        self.ids = ids
        self.texts: dict[str, dict[str, str]] = {}
        self.ontology: dict[str, str] = {}
        for path, text in read_sources().items():
            root, *rest = path.split("/")
            if root == "ontology":
                self.ontology[rest[-1]] = text
            elif rest[-1] in FILES:
                self.texts.setdefault(rest[0], {})[rest[-1]] = text
        self._made: dict[tuple[int | str | None, ...], Data] = {}
        self._vocabularies: dict[int, Vocabulary] = {}

    def vocabulary(self, version: Version, faults: list[Diagnostic]) -> Data:
        """The vocabulary of a version: its own, or that in use."""
        in_use: Data = self.base.data["vocabulary"]
        if not version.ontology or sorted(version.ontology.values()) == sorted(self.ontology.values()):
            return in_use
        from policy_dsl.terminology.compile import compile_vocabulary

        try:
            own = compile_vocabulary(version.ontology)
        except Faults as error:
            faults += error.diagnostics
            return in_use
        return in_use if own == in_use else own

    def incompatible(self, read: Sequence[Version], words: Sequence[Data]) -> Iterator[Diagnostic]:
        """What the two vocabularies say differently of what any rule of either version uses."""
        own = [f.texts for v in read for f in v.documents.values()]
        texts = [*own, *(self.texts[i] for i in self.base.documents if i not in self.ids)]
        used = {word for t in texts for word in words_of(t[RULES])}
        regions = {_region(t["meta.toml"]) for t in texts}
        names = (read[0].words, read[1].words)
        return conflicts(self._terms(words[0]), self._terms(words[1]), used, regions, names)

    def documents(self, version: Version, words: Data, faults: list[Diagnostic]) -> dict[str, Data]:
        """Every document of a version, compiled where it must be; one with faults is left out."""
        found: dict[str, Data] = {}
        folders = dict(version.documents)
        for name, document in self.base.documents.items():
            if words is self.base.data["vocabulary"]:
                if name not in self.ids or (name in folders and folders[name].texts == self.texts[name]):
                    found[name] = document.data
            elif name not in self.ids:
                folders[name] = Folder(name, f"规则库 corpus/{name}", self.texts[name])
        for name in sorted(folders.keys() - found.keys()):
            made = self._compiled(folders[name], words, faults)
            if made is not None:
                found[name] = made
        return dict(sorted(found.items()))

    def _compiled(self, folder: Folder, words: Data, faults: list[Diagnostic]) -> Data | None:
        key = (id(words), folder.id, *(folder.texts.get(name) for name in FILES))
        if key not in self._made:
            from policy_dsl.compile import compile_document, document_data

            draft = compile_document(folder.id, folder.texts, self._terms(words), folder.path)
            if draft.faults:
                faults += (with_figures_explained(f, self._terms(words).facts) for f in draft.faults)
                return None
            region = _region(folder.texts["meta.toml"])
            if region not in self._terms(words).regions:
                where, hint = f"{folder.path}/meta.toml: region", "新的地区先写进本体的地区表"
                faults.append(Diagnostic("C105", where, f"本体中没有地区「{region}」", "本体中的六位区划代码", hint))
                return None
            data = unpack(pack({"documents": [document_data(draft)]}))  # the form of those in use
            self._made[key] = with_reviews(data, self._reviews)["documents"][0]
        return self._made[key]

    def _terms(self, words: Data) -> Vocabulary:
        if words is self.base.data["vocabulary"]:
            return self.base.vocabulary
        return self._vocabularies.setdefault(id(words), Vocabulary(words))

    @cached_property
    def _reviews(self) -> Mapping[str, Sequence[Record]]:
        """The bureau's own reviews, which those in use have already."""
        return own_records(own_folder())

    def relations(self, read: Sequence[Version], documents: Sequence[Mapping[str, Data]]) -> Iterator[Diagnostic]:
        """What is wrong between documents. One that the other version has may be named: it is not yet, or no more."""
        from policy_dsl.alignment.check import check_relations

        in_use = {i: d.data for i, d in self.base.documents.items()}
        for version, own, other in zip(read, documents, reversed(documents), strict=True):
            folders = {i: f.path for i, f in version.documents.items()}
            yield from check_relations(own.values(), {**in_use, **other, **own}, folders)

    def claims(self, read: Sequence[Version], documents: Sequence[Mapping[str, Data]]) -> Iterator[Diagnostic]:
        """Texts that are said to be of one received file and differ where neither is masked (U149)."""
        for name in self.ids:
            known: list[tuple[str, Data, Mapping[str, str]]] = []
            if name in self.base.documents:
                known.append(("规则库", self.base.documents[name].data, self.texts[name]))
            for version, held in zip(read, documents, strict=True):
                if name not in held or held[name].get("draft"):
                    continue
                folder = version.documents[name]
                text, received = folder.texts["text.txt"], held[name]["received"]["sha256"]
                for where, data, texts in known:
                    other = texts["text.txt"]
                    at = _difference(text, other)
                    if data["received"]["sha256"] == received and at is not None:
                        message = f"第 {at + 1} 字起是「{_around(text, at)}」,{where}是「{_around(other, at)}」,所称来件却相同"
                        hint = "有意修改的,在 meta.toml 开头写 draft = true,删去 received、masked、lines"
                        yield Diagnostic("U149", f"{folder.path}/text.txt", message, "来件的原文,或者草案", hint)
                        break
                known.append((folder.path, held[name], folder.texts))

    def base_of(self, documents: Mapping[str, Data], words: Data) -> RuleBase:
        """The rule base of these documents; that in use where nothing differs from it."""
        data = self.base.data
        in_use = {i: d.data for i, d in self.base.documents.items()}
        same = in_use.keys() == documents.keys() and all(documents[i] is d for i, d in in_use.items())
        if same and words is data["vocabulary"]:
            return self.base
        rules = digest([list(d["norms"]) for d in documents.values()])
        return RuleBase({**data, "rules_digest": rules, "vocabulary": words, "documents": list(documents.values())})


def _region(meta: str) -> str:
    """The region of a document; empty where its meta.toml has a fault, which the compiler names."""
    try:
        found = tomllib.loads(meta).get("region")
    except tomllib.TOMLDecodeError:
        return ""
    return found if isinstance(found, str) else ""


def _difference(one: str, other: str) -> int | None:
    """Where two texts of one received file first differ, masked characters aside."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b and MASK not in (a, b)), None)


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 4) : at + 8].split())
