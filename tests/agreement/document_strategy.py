"""Random documents of random rules, and rule bases of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from policy_dsl import ir
from policy_dsl.alignment.whole_document import regulated
from policy_dsl.compiled import FORMAT, Clause, CompiledBase, Document, raw
from policy_dsl.document_record import Received
from policy_dsl.ir import Level
from reasoner.model.rule_base import RuleBase

from .norm_strategy import norms
from .rule_menu import Menu
from .rule_text_strategy import compiled, pick, texts

DAY = "2024-05-01"
_REACHES = {"370200": ("370200", "370200", "370214", "370000"), "410000": ("410000", "410000", "410100", "419001")}
ENDED = {"ends": "2023-12-31", "ends_basis": "规划期"}
NOT_YET = {"starts": "2030-01-01"}
UNKNOWN_FORCE = {"starts": "", "starts_basis": "不明", "ends_basis": "不明"}
FORCE: Sequence[dict[str, str]] = (*({},) * 7, ENDED, ENDED, NOT_YET, UNKNOWN_FORCE, UNKNOWN_FORCE)
"""What of a document says whether it is in force on the day."""
_LEVELS = (Level.CITY, Level.CITY, Level.PROVINCE, Level.COUNTY, Level.NATION)


def document(id_: str, region: str, norms: Sequence[ir.Norm], **more: Any) -> Document:
    """A compiled document; `more` replaces what it is."""
    title = f"文件{id_}"
    clauses = [
        Clause(c, title, None, (), c, "", (), c, 0, 1, (), (), ()) for c in dict.fromkeys(n.clause for n in norms)
    ]
    plain = Document(
        id=id_, title=title, number=None, year=2023, kind="规划", issuers=("青岛市医疗保障局",), issuer_level=Level.CITY,
        region=region, addressees=(), issued="2023-07-30", starts="2023-07-30", starts_basis="印发之日", ends="",
        ends_basis="未载", force=(), received=Received("", "", 0), masked=(), missing=(), digest=id_,
        regulates=tuple(regulated(norms)), readings=(), reviews=(), clause_list=raw(clauses), norm_list=raw(norms),
    )  # fmt: skip
    return structs.replace(plain, **more)


@st.composite
def documents(
    draw: st.DrawFn, menu: Menu, region: str, prefix: str, most: int = 3, rules: tuple[int, int] = (1, 4),
    plain: bool = False,
) -> tuple[Document, ...]:  # fmt: skip
    """Some documents of a region, of the province above it and of a county in it; written as text or as norms."""
    made: list[Document] = []
    ids = [f"{prefix}{n}" for n in range(1, draw(st.integers(1, most)) + 1)]
    # An issuer has one level: a special text below the general one of the same issuer would be ranked in a circle.
    levels = {issuer: draw(st.sampled_from(_LEVELS)) for issuer in ("青岛市医疗保障局", "青岛市财政局")}
    for id_ in ids:
        where = draw(st.sampled_from(_REACHES[region])) if len(ids) > 1 else region
        if plain:
            own = draw(norms(menu, id_, where, *rules, plain=True))
        elif draw(st.integers(0, 2)):
            own = compiled(draw(texts(menu, id_, where, *rules)), id_, where, menu.vocabulary)
        else:
            own = draw(norms(menu, id_, where, *rules))
        special = tuple(i for i in ids if i != id_ and draw(st.integers(0, 4)) == 0)
        issuer = pick(draw, "青岛市医疗保障局", "青岛市医疗保障局", "青岛市财政局")
        made.append(
            document(
                id_,
                where,
                own,
                issuers=(issuer,),
                issuer_level=levels[issuer],
                issued=pick(draw, "2020-01-01", "2022-03-01", "2023-07-30", ""),
                special_to=special,
                **draw(st.sampled_from(FORCE)),
            )
        )
    return tuple(made)


def base_of(menu: Menu, documents: Sequence[Document]) -> RuleBase:
    """A rule base of these documents; the vocabulary is shared, not built anew."""
    base = RuleBase(CompiledBase(FORMAT, "", menu.vocabulary.data, tuple(documents)))
    base.vocabulary = menu.vocabulary
    return base
