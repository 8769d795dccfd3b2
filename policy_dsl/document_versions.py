"""The versions of one document: which follows which, and what is wrong between them.

A document is a work, its versions are expressions of it (ELI). On any day at most one of them is in force: a version that
begins before the one before it has ended must say that it takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.reading import NOT_HELD


def by_document(documents: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    """The versions of every document by its id, the earliest first."""
    versions: dict[str, list[Document]] = {}
    for document in documents:
        versions.setdefault(document.id, []).append(document)
    return {id_: tuple(sorted(each, key=lambda d: d.version)) for id_, each in versions.items()}


def version_words(version: str) -> str:
    """A version as people read it: 2023-07-30版, 2023年版(施行日期不明), 草案."""
    if version == "draft":
        return "草案"
    year = version.removeprefix("undated-")
    return f"{version}版" if year == version else f"{year}年版(施行日期不明)"


def version_on(versions: Sequence[Document], day: str, received: str = "") -> Document:
    """The version by which what was received on a day (empty: not known) is judged on another.

    versions: those of one document, the earliest first. It is the latest that had begun on the day, which is the one in
    force where any is; before the first day of all it is the first. Where that version says that what was received before
    its own first day is judged by the former rules (`transition`), it is the one it replaces, of which the same is asked.
    """
    at = max((i for i, d in enumerate(versions) if d.starts <= day), default=0)
    while at and versions[at].replaces and versions[at].transition and received and received < versions[at].starts:
        at -= 1
    return versions[at]


def check_versions(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """What is wrong between the versions of each document (C120)."""
    for versions in by_document(documents).values():
        names = "、".join(d.version for d in versions)
        for document in versions:
            if not document.starts and len(versions) > 1:
                message = f"这一版施行日期不明,另有版本({names}),不能知道先后"
                yield Diagnostic("C120", f"{document.folder}/meta.toml: force.starts", message, "查明的施行日期")
        first = versions[0]
        if first.replaces and first.replaces != NOT_HELD:
            yield _no_version(first, names)
        for before, after in pairwise(versions):
            if after.replaces and after.replaces != before.version:
                yield _no_version(after, names, before.version)
            elif not after.replaces and before.starts and after.starts and not _over(before, after.starts):
                until = f"{before.ends}才届满" if before.ends else "没有届满日期"
                message = f"{after.version} 版自{after.starts}起施行,{before.version} 版{until},两版会同时有效"
                hint = "接替前一版的,写 [succession] replaces 和 basis;前一版已经废止的,在它的 meta.toml 写 [repeal]"
                where = f"{after.folder}/meta.toml: succession"
                yield Diagnostic("C120", where, message, f'replaces = "{before.version}"', hint)


def _over(document: Document, day: str) -> bool:
    """Whether a document has certainly ended before a day, by what is recorded of itself."""
    ended = bool(document.ends) and document.ends < day
    return ended or (document.repealed is not None and document.repealed.on <= day)


def _no_version(document: Document, names: str, before: str = "") -> Diagnostic:
    message = f"「{document.replaces}」不是紧接着的前一版;收录的版本:{names}"
    allowed = f'replaces = "{before}"' if before else "这是收录的最早一版,不写 replaces"
    return Diagnostic("C120", f"{document.folder}/meta.toml: succession.replaces", message, allowed)
