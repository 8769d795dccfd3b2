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

_NUMBER: Final = r"(.+?)\s*[\[(（【〔［]\s*(\d{4})\s*[])）】〕］]\s*(\d+)\s*号"


def documents_named(base: RuleBase, name: str) -> tuple[Document, ...]:
    """The documents of this id, title or number: none, one, or all that share the number."""
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


def nearest_document(base: RuleBase, name: str) -> str:
    """The id of the document that was probably meant; empty where none is near. One number is no slip for another."""
    if _number(name.strip().strip("《》")):
        return ""
    near = nearest(name, base.document_names)
    return base.document_names[near[0]] if near else ""
