"""A bureau's own corpus joined to the rule base of the package; what has faults is set aside, and stops nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from policy_dsl.alignment.between_documents import check_between
from policy_dsl.compile import NEEDED, RULES, CompiledFolder, CompileFolder
from policy_dsl.compiled import CompiledBase, Document, rules_digest
from policy_dsl.corpus_folders import Place, documents_in
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.own_corpus.corpus_files import OwnSources
from policy_dsl.own_corpus.name_entries import entries
from policy_dsl.own_corpus.names import with_own_names, with_places
from policy_dsl.set_aside import SetAside
from policy_dsl.vocabulary import Vocabulary, VocabularyData

RECORDS: Final = ("reviews.toml", "confirmations.toml")
"""Files of records: a fault in one leaves it out, and the document stays."""
_PLACE: Final = re.compile(r"corpus/([^/]+)/([^/]+)/([^/]+)/")
_CODE: Final = re.compile(r"[0-9]{6}")
_MOST_ROUNDS: Final = 1000
_MOST_TRIED: Final = 40
"""Names that are tried one by one."""


def join(
    package: CompiledBase,
    package_sources: Callable[[], Mapping[str, str]],
    own: OwnSources,
    compile_folder: CompileFolder,
) -> CompiledBase:
    """The rule base of both.

    package_sources: the sources of the package, asked for where a bureau's names may bear on its documents.
    """
    places = with_places(package.vocabulary, region_codes(own))
    words, wrong_names = with_own_names(places, own.words, own.root)
    made = package_documents(package, words, package_sources, compile_folder)
    aside = [SetAside(f"{own.root}/{file}", tuple(faults)) for file, faults in wrong_names.items()]
    if made is None:

        def compiles(under: VocabularyData) -> bool:
            return package_documents(package, under, package_sources, compile_folder) is not None

        words, fault = _without_clashing(places, own, compiles)
        aside.append(SetAside(f"{own.root}/terms.toml", (fault,)))
        made = package_documents(package, words, package_sources, compile_folder) or {}
    aside += [_astray(own, path, faults) for path, faults in own.astray.items()]
    return _joined(replace(package, vocabulary=words), made, own, compile_folder, aside)


def region_codes(own: OwnSources) -> set[str]:
    """The codes of the regions of which a corpus has documents."""
    codes = {p.region for p in (*own.documents, *own.drafts)}
    codes |= {_meta(t).get("region", "") for t in own.documents.values()}
    return set(filter(_CODE.fullmatch, codes))


def _without_clashing(
    places: VocabularyData, own: OwnSources, compiles: Callable[[VocabularyData], bool]
) -> tuple[VocabularyData, Diagnostic]:
    """The vocabulary without the one name of the bureau's that keeps a document of the package from compiling, and its fault.

    Where no single one does, or there are too many to try, none of the names of terms.toml is taken.
    """
    file = "terms.toml"
    where = f"{own.root}/{file}"
    listed = [*entries(file, where, own.words.get(file, ""), lambda _: None)]
    for entry in listed if len(listed) <= _MOST_TRIED else ():
        words, _ = with_own_names(places, own.words, own.root, frozenset((entry.where,)))
        if compiles(words):
            message = "这一项与软件自带的文件不合,没有采用,其余各项照常"
            return words, Diagnostic("U195", entry.where, message, hint="换一个名称,或者删去“原文写作”中的词语")
    others, _ = with_own_names(places, {n: t for n, t in own.words.items() if n != file}, own.root)
    fault = Diagnostic(
        "U195", own.root, "本单位的名称与软件自带的文件不合,没有采用", hint="逐项删去 terms.toml 中新近添加的名称再试"
    )
    return (others if compiles(others) else places), fault


def package_documents(
    package: CompiledBase,
    words: VocabularyData,
    sources: Callable[[], Mapping[str, str]],
    compile_folder: CompileFolder,
) -> dict[Place, Document] | None:
    """The documents of the package under a vocabulary; None where one does not compile under it."""
    if words == package.vocabulary:
        return {Place(d.id, d.version, d.region): d for d in package.documents}
    vocabulary, texts = Vocabulary(words), sources()
    places, _ = documents_in(texts, vocabulary.regions.codes)
    whole = {p: {n: texts[f"{p.folder}/{n}"] for n in names} for p, names in sorted(places.items()) if RULES in names}
    made = {p: compile_folder(p, t, vocabulary).document for p, t in whole.items()}
    documents = {p: d for p, d in made.items() if d is not None}
    return documents if len(documents) == len(made) and not check_between(documents) else None


def _joined(
    package: CompiledBase,
    packaged: Mapping[Place, Document],
    own: OwnSources,
    compile_folder: CompileFolder,
    aside: list[SetAside],
) -> CompiledBase:
    vocabulary = Vocabulary(package.vocabulary)
    folders: dict[Place, CompiledFolder] = {}
    unread: list[Diagnostic] = []
    hints: list[Diagnostic] = []
    faults = {p: [*f] for p, f in own.faults.items() if p in own.documents}
    for place, fault in _clashes(own.documents, packaged, vocabulary):
        faults.setdefault(place, []).append(fault)
    for place, texts in sorted(own.documents.items()):
        folders[place] = CompiledFolder(None)
        if place in faults:
            continue
        if any(name not in texts for name in (*NEEDED, RULES)):
            faults[place] = [_incomplete(place, texts)]
            continue
        folders[place], of_records = _compiled(place, texts, vocabulary, compile_folder)
        unread += of_records
        if folders[place].document is None:
            faults[place] = [*folders[place].faults]
        else:
            hints += folders[place].faults
    sound = {p: c.document for p, c in folders.items() if c.document is not None}
    for place, more in _at_odds(packaged, sound).items():
        faults[place] = more
    aside += [_set_aside(own, p, f, folders[p]) for p, f in sorted(faults.items())]
    documents = {**packaged, **{p: d for p, d in sound.items() if p not in faults}}
    finished = tuple(documents[p] for p in sorted(documents))
    return replace(
        package,
        documents=finished,
        rules_digest=rules_digest(finished),
        set_aside=tuple(aside),
        unread=tuple(_here(own, f) for f in unread),
        hints=tuple(replace(_here(own, f), severity="hint") for f in hints),
    )


def _compiled(
    place: Place, texts: Mapping[str, str], vocabulary: Vocabulary, compile_folder: CompileFolder
) -> tuple[CompiledFolder, tuple[Diagnostic, ...]]:
    """A folder compiled, without files of records that have faults; and these faults."""
    result = compile_folder(place, texts, vocabulary)
    damaged = {n for n in RECORDS for f in result.faults if f.where.startswith(f"{place.folder}/{n}")}
    if not damaged:
        return result, ()
    of_records = tuple(f for f in result.faults if f.where.startswith(tuple(f"{place.folder}/{n}" for n in damaged)))
    return compile_folder(place, {n: t for n, t in texts.items() if n not in damaged}, vocabulary), of_records


def _clashes(
    own: Iterable[Place], packaged: Iterable[Place], vocabulary: Vocabulary
) -> Iterable[tuple[Place, Diagnostic]]:
    """Places of the corpus that cannot stand: no such region, or an id or version that is taken."""
    of_id = {p.document: (p, True) for p in packaged}
    taken = set(packaged)
    for place in sorted(own):
        where = f"{place.folder}/"
        if place.region not in vocabulary.regions.codes:
            allowed = '六位区划代码;行政区划表(截至2024年)没有的,写进 places.toml 的 [["行政区划"]]'
            yield place, Diagnostic("C117", where, f"没有地区「{place.region}」", allowed)
        first, shipped = of_id.setdefault(place.document, (place, False))
        if place in taken:
            message = f"软件自带的文件已有「{place.document}」的这一版({place.version})"
            hint = "同一份文件的新版本另建版本目录;是另一份文件的,另起标识"
            yield place, Diagnostic("C130", where, message, "没有用过的标识或版本", hint)
        elif first.region != place.region:
            whose = "软件自带的文件" if shipped else f"地区 {first.region} 之下的文件"
            message = f"{whose}已经用了标识「{place.document}」"
            yield place, Diagnostic("C119", where, message, "每份文件一个标识,各版本放在同一地区目录下")


def _incomplete(place: Place, texts: Mapping[str, str]) -> Diagnostic:
    missing = [name for name in (*NEEDED, RULES) if name not in texts]
    hint = "补上;整个目录用不着的,移走。tiaoli corpus new 会把各个文件排好"
    return Diagnostic("C115", f"{place.folder}/", f"缺少 {'、'.join(missing)}", f"meta.toml、text.txt、{RULES}", hint)


def _at_odds(packaged: Mapping[Place, Document], sound: Mapping[Place, Document]) -> dict[Place, list[Diagnostic]]:
    """The faults that documents have beside those of the package and beside each other, by the place at fault.

    Whatever is wrong between a document of the package and one of the corpus is the corpus's.
    """
    standing, faults = dict(sound), dict[Place, list[Diagnostic]]()
    for _ in range(_MOST_ROUNDS):
        wrong = check_between({**packaged, **standing}) if standing else []
        if not wrong:
            break
        at_fault: dict[Place, list[Diagnostic]] = {}
        for fault in wrong:
            match = _PLACE.match(fault.where)
            named = Place(match[2], match[3], match[1]) if match else None
            chosen = [named] if named in standing else [p for p in standing if named and p.document == named.document]
            for place in chosen or standing:
                at_fault.setdefault(place, []).append(fault)
        for place, of_place in at_fault.items():
            faults[place] = of_place
            del standing[place]
    return faults


def _set_aside(own: OwnSources, place: Place, faults: Iterable[Diagnostic], folder: CompiledFolder) -> SetAside:
    meta = _meta(own.documents[place])
    known = folder.document
    region = meta.get("region", "")
    return SetAside(
        path=_path(own, place),
        faults=tuple(_here(own, f) for f in faults),
        document=place.document,
        version=place.version,
        title=meta.get("title", ""),
        regions=tuple(dict.fromkeys((place.region, *([region] if _CODE.fullmatch(region) else ())))),
        matters=folder.matters if known is None else known.regulates,
    )


def _astray(own: OwnSources, path: str, faults: tuple[Diagnostic, ...]) -> SetAside:
    """A file or folder that is none of a document: nobody knows whether it should be one of its region."""
    region = path.split("/")[0]
    return SetAside(
        path=os.path.join(own.root, path) if path else own.root,
        faults=faults,
        regions=(region,) if _CODE.fullmatch(region) else (),
        everywhere=not path,
    )


def draft_faults(
    own: OwnSources, place: Place, vocabulary: Vocabulary, compile_folder: CompileFolder
) -> tuple[Diagnostic, ...]:
    """What is wrong with a draft of the corpus: it is none, lacks a file, or does not compile."""
    texts = own.drafts[place]
    if place in own.faults:
        return own.faults[place]
    if any(name not in texts for name in (*NEEDED, RULES)):
        return (_here(own, _incomplete(place, texts)),)
    result = compile_folder(place, texts, vocabulary)
    faults = [*result.faults]
    if result.document is not None and not result.document.draft:
        hint = "在 meta.toml 的开头写 draft = true,删去 received;已经印发的,移到施行日期的目录"
        faults.append(
            Diagnostic("C114", f"{place.folder}/meta.toml", "draft 目录里的文件没有写 draft = true", hint=hint)
        )
    return tuple(_here(own, f) for f in faults)


def _meta(texts: Mapping[str, str]) -> dict[str, str]:
    """What a meta.toml says in texts, as far as it can be read."""
    try:
        return {k: v for k, v in toml_tables(texts.get("meta.toml", "")).items() if isinstance(v, str)}
    except BadToml:
        return {}


def _path(own: OwnSources, place: Place) -> str:
    return os.path.join(own.root, place.region, place.document, place.version)


def _here(own: OwnSources, fault: Diagnostic) -> Diagnostic:
    """A fault of a document of the corpus with the place where its file lies."""
    match = _PLACE.match(fault.where)
    place = Place(match[2], match[3], match[1]) if match else None
    if place not in own.documents and place not in own.drafts:
        return fault
    where, allowed = (f"{own.root}/{path.removeprefix('corpus/')}" for path in (fault.where, fault.allowed))
    return replace(fault, where=where, allowed=allowed if fault.allowed.startswith("corpus/") else fault.allowed)
