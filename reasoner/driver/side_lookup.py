"""What a side of a comparison is called on the command line: a region, or one document of it.

Matters and kinds may be written with several words, and so take in the regions that follow them: `settled` gives each
word back to where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.analysis.rule_set import Compared
from reasoner.driver import current_rule_base
from reasoner.driver.document_lookup import documents_named, nearest_document, shared_number
from reasoner.model.rule_base import RuleBase
from reasoner.topics.matrix import PLACES, half_width, regions_named

_SEPARATOR: Final = re.compile(r"[、,，;；]")


def settled(
    sides: Sequence[str], matters: Sequence[str], kinds: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Sides, matters and kinds of institutions, each word where it belongs; 甲、乙 in one word are two."""
    base = current_rule_base.rule_base()
    moved: list[str] = []

    def kept(words: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
        own: list[str] = []
        for word in words:
            whole = word in known or documents_named(base, word)
            for part in [word] if whole else [p for p in map(str.strip, _SEPARATOR.split(word)) if p] or [word]:
                place = part not in known and _names_side(base, part)
                (moved if place else own).append(part)
        return tuple(own)

    settled_matters = kept(matters, list(base.vocabulary.matters))
    settled_kinds = kept(kinds, list(base.vocabulary.types))
    return (*sides, *moved), settled_matters, settled_kinds


def _names_side(base: RuleBase, name: str) -> bool:
    """Whether a word is a region, looks like one (济南市), or is a document."""
    word = half_width(name.strip())
    return bool(base.vocabulary.find_regions(word) or documents_named(base, name)) or word.endswith(PLACES)


def side_named(base: RuleBase, name: str) -> Compared:
    """The side of this name. Raises Faults: U103 a document that is not held or a number that several share, U134 a region."""
    documents = documents_named(base, name)
    if len(documents) > 1:
        raise Faults([shared_number(name, documents)])
    if documents and "@" in name:
        base = base.pinning(documents[0])
    return _document_side(base, documents[0]) if documents else _region_side(base, name)


def _document_side(base: RuleBase, document: Document) -> Compared:
    return Compared(f"《{document.title}》", base, document.region, frozenset((document.id,)))


def _region_side(base: RuleBase, name: str) -> Compared:
    if not base.vocabulary.find_regions(half_width(name)):
        _no_document(base, name)
    region = regions_named(base, [name])[0]
    if region.level == "area":
        counties = "、".join(base.vocabulary.regions[c].name for c in region.members)
        raise Faults(
            [Diagnostic("U134", name, f"「{name}」是医保管理区域,机构不设在其中而设在区县", counties, "写区县")]
        )
    return Compared(region.name, base, region.code)


def _no_document(base: RuleBase, name: str) -> None:
    """Raise Faults (U103) where a name that is no region looks like that of a document."""
    near = nearest_document(base, name)
    if not near and all("\u4e00" <= c <= "\u9fff" for c in name.strip()):
        return
    ruling = [d for d in base.documents.values() if d.regulates]
    places = (base.vocabulary.regions[code] for code in sorted({d.region for d in base.documents.values()}))
    regions = "、".join(region.name for region in places if region.level != "nation")
    allowed = f"地区:{regions}及所辖市县;有规则的文件:{'、'.join(d.id for d in ruling)}"
    hint = f"是否要写 {near}?" if near else "地区写名称、别名或六位区划代码;tiaoli documents 列出已收录的文件"
    raise Faults([Diagnostic("U103", name or "(空)", f"没有收录文件「{name}」,也没有这个地区", allowed, hint)])
