"""The proof checker's own view of the versions of documents: which one an application is judged by (semantics, 版本).

Written from the meaning, not from the interpreter. A version is named by its first day of force, `undated-YEAR` where that
is not known, `draft` where nobody has issued it.
"""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.proof.plain_vocabulary import Data


def version_of(document: Data) -> str:
    """The name of the version that a document is."""
    if document.get("draft"):
        return "draft"
    return str(document["starts"] or f"undated-{document['year']}")


def in_words(document: Data) -> str:
    """The version of a document as people read it."""
    if document.get("draft"):
        return "草案"
    return f"{document['starts']}版" if document["starts"] else f"{document['year']}年版(施行日期不明)"


def id_of(name: str) -> str:
    """The document of a name that may say a version: `id` or `id@version`."""
    return name.partition("@")[0]


def in_versions(documents: Iterable[Data], day: str, received: str, only: object) -> list[Data]:
    """The documents, each in the version by which what was received on one day is judged on another.

    only: the names of the documents that were asked for, of which one may say a version; a version not held counts as none.
    """
    listed = list(documents)
    versions: dict[str, dict[str, Data]] = {}
    for document in listed:
        versions.setdefault(document["id"], {})[version_of(document)] = document
    names = [name for name in (only if isinstance(only, list) else ()) if isinstance(name, str)]
    pinned = {id_of(name): name.partition("@")[2] for name in names}
    chosen = {i: each.get(pinned.get(i, "")) or _judging(each, day, received) for i, each in versions.items()}
    return [d for d in listed if chosen[d["id"]] is d]


def _judging(versions: dict[str, Data], day: str, received: str) -> Data:
    """Of the versions of one document that of the day, or the one that it replaces where it leaves the application to it."""
    if len(versions) == 1:
        return next(iter(versions.values()))
    begun = [name for name, d in versions.items() if d["starts"] <= day]
    document = versions[max(begun) if begun else min(versions)]
    while left_to_the_former(document, received) and document["replaces"] in versions:
        document = versions[document["replaces"]]
    return document


def left_to_the_former(document: Data, received: str) -> bool:
    """Whether a document says that what was received then is judged by what it takes the place of."""
    return bool(document.get("transition")) and "" < received < document["starts"]


def follows(later: Data, document: Data) -> bool:
    """Whether one takes the place of another: the next version of it, or a plan that succeeds it."""
    return is_next_version(later, document) or document["id"] in later.get("succeeds", ())


def is_next_version(later: Data, document: Data) -> bool:
    """Whether one is the version of a document that replaces it."""
    return bool(later["id"] == document["id"] and later.get("replaces") == version_of(document))
