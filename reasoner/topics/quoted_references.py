"""Where a clause leaves a topic to another text or to an authority: what it names, and whether we hold that text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policy_dsl.source_text import fold
from reasoner.topics.entries import Deferral, ReferenceKind

_TITLE: Final = re.compile(r"(?P<before>[^,。;《》]{0,8})《(?P<name>[^》]+)》(?:\((?P<annex>见附件)\))?")
_ISSUED: Final = ("印发", "出台", "制定", "发布", "修订")
"""A text that the clause says was issued is told of, not deferred to."""
_RULES: Final = re.compile(
    r"(?:实施|执行|落实)([^,。;《》]{2,30}?(?:管理办法|办法|条例))(?=[,。;]|$)"
    r"|(?:按照|按|根据)((?:国家|省)[^,。;《》]{0,12}?(?:规定|政策|部署))"
)
_BODY: Final = re.compile(r"由([^,。;]{2,16}?)(?:根据[^,。;]{1,16})?(研究确定|另行制定|另行规定|具体制定)")
_LEFT: Final = re.compile(r"(各地(?:医保(?:行政)?部门)?)可[^。;]*(?:进行|合理|自行)(配置|确定|规定)")
"""各地可……合理配置: what a body may do as it finds right is not laid down here."""


def references(quote: str, names: Mapping[str, str]) -> tuple[Deferral, ...]:
    """What a clause leaves a topic to, in the order of its words.

    `names` are the names by which documents of the rule base are known.
    """
    flat = fold("".join(quote.split()))
    by_place: list[tuple[int, Deferral]] = []
    for match in _TITLE.finditer(flat):
        if not match["before"].endswith(_ISSUED):
            kind = ReferenceKind.ANNEX if match["annex"] else ReferenceKind.TEXT
            deferral = Deferral(kind=kind, name=match["name"], available=match["name"] in names)
            by_place.append((match.start("name"), deferral))
    for match in _RULES.finditer(flat):
        deferral = Deferral(kind=ReferenceKind.DESCRIBED, name=match[1] or match[2], available=False)
        by_place.append((match.start(), deferral))
    for pattern in (_BODY, _LEFT):
        for match in pattern.finditer(flat):
            deferral = Deferral(kind=ReferenceKind.AUTHORITY, name=match[1], act=match[2], available=False)
            by_place.append((match.start(), deferral))
    return tuple(deferral for _, deferral in sorted(by_place, key=lambda pair: pair[0]))
