"""The documents that a word of the command line names, and what to say of one that names none, or several.

A number may be written with whatever brackets the keyboard gives: 青医保字[2023]1号 is 青医保字〔2023〕1号.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, nearest
from reasoner.model.rule_base import RuleBase

_NUMBER: Final = r"(.+?)\s*[\[(（【〔［]\s*(\d{4})\s*[])）】〕］]\s*(\d{1,9})\s*号"


def documents_named(base: RuleBase, name: str) -> tuple[Document, ...]:
    """The documents of this id, title or number: none, one, or all that share the number.

    Behind `@` may stand a version of the one document; else it is that of the rule base's day.
    """
    named, at, version = name.partition("@")
    if at:
        of_version = (base.version(d.id, version.strip()) for d in documents_named(base, named))
        return tuple(d for d in of_version if d is not None)
    bare = name.strip().strip("《》")
    known = base.document_names.get(bare)
    if known is not None:
        return (base.documents[known],)
    number = _number(bare)
    return tuple(d for d in base.documents.values() if d.number and d.number == number)


def _number(name: str) -> str:
    """A number of a document as the rule base writes it; empty for what is none."""
    match = re.fullmatch(_NUMBER, name)
    return f"{match[1]}〔{int(match[2])}〕{int(match[3])}号" if match else ""


def shared_number(where: str, documents: Iterable[Document]) -> Diagnostic:
    """A fault (U103): a number that several documents have does not say which is meant."""
    sharing = list(documents)
    message = f"文号「{sharing[0].number}」由{len(sharing)}份文件共用"
    allowed = "、".join(f"{d.id}《{d.title}》" for d in sharing)
    return Diagnostic("U103", where, message, allowed, "写其中一份的标识")


def not_held(base: RuleBase, where: str, name: str) -> Diagnostic:
    """A fault (U103): no document has this name, or the document has no such version."""
    named, at, version = name.partition("@")
    documents = documents_named(base, named) if at else ()
    if len(documents) == 1:
        versions = base.several.get(documents[0].id, documents)
        allowed = "、".join(d.expression for d in versions)
        return Diagnostic("U103", where, f"这份文件没有收录版本「{version}」", allowed)
    near = nearest_document(base, named)
    return Diagnostic("U103", where, "没有收录这个文件", "、".join(base.documents), f"是否要写 {near}?" if near else "")


def nearest_document(base: RuleBase, name: str) -> str:
    """The id of the document that was probably meant; empty where none is near. One number is no slip for another."""
    if _number(name.strip().strip("《》")):
        return ""
    near = nearest(name, base.document_names)
    return base.document_names[near[0]] if near else ""
