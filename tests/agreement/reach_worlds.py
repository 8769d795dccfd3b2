"""Small worlds made by hand about whom a document governs, and whether it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.reading import GUIDANCE, PLAN
from reasoner.analysis.rule_set import Compared

from .document_strategy import ENDED, UNKNOWN_FORCE, base_of, document
from .hand_made_worlds import (
    BAR,
    BEDS,
    CHENGYANG,
    CONTROL,
    EXEMPT,
    NEVER,
    PERMIT,
    PREFER,
    PRESUMED,
    Rule,
    Text,
    apart,
    bar,
    both,
    norms,
    permit,
    side,
    text,
    together,
    within,
)
from .rule_menu import tiny
from .small_worlds import SmallWorld

_ALWAYS = ir.ALWAYS
Reaching = tuple[Rule, ir.Cond]
"""A rule, and whom it reaches."""


def reaching(name: str, texts: Sequence[Sequence[Reaching]], region: str = "370200") -> Compared:
    """A side of documents of rules with scopes, which govern whom they reach."""
    documents = []
    for n, rules in enumerate(texts, 1):
        id_ = f"{name.lower()}{n}"
        made = norms(id_, BEDS, [rule for rule, _ in rules])
        scoped = [replace(norm, scope=scope) for norm, (_, scope) in zip(made, rules, strict=True)]
        documents.append(document(id_, region, scoped))
    return Compared(name, base_of(tiny(), documents), region)


def worlds_of_reach() -> Iterator[tuple[str, SmallWorld]]:
    """The worlds by what they are about."""
    bars = [text(PRESUMED)]
    held, nobody, traditional = (
        ir.Holds(ir.Fact("机构", "管理规范")),
        ir.Or(()),
        ir.OneOf(ir.Fact("机构", "类型"), ("中医医院",), ()),
    )
    permitting = side("B", "370200", BEDS, [text(PERMIT)])
    elsewhere = side("B", "410000", BEDS, [text(PERMIT)])

    def hospital(a: Compared, b: Compared = permitting) -> SmallWorld:
        return SmallWorld(a, b, BEDS, "综合医院", a.region == b.region)

    for name, rule in (("exempts", EXEMPT), ("prefers", PREFER)):
        yield f"what only {name} governs nobody", hospital(reaching("A", [[(rule, _ALWAYS)]]))
        yield (
            f"what {name} in a text that reaches others",
            hospital(reaching("A", [[(BAR, traditional), (rule, _ALWAYS)], [(PERMIT, _ALWAYS)]])),
        )
    yield "a text that reaches nobody", hospital(reaching("A", [[(BAR, nobody), (PERMIT, nobody)]]))
    yield "a text that reaches some", hospital(reaching("A", [[(BAR, held)]]))
    yield "a text that reaches some, and bars none", hospital(reaching("A", [[(NEVER, held)]]))
    yield "a scope that is open, and a condition", hospital(reaching("A", [[(bar(held), held)]]))
    unwritten = ir.Or((ir.Untranscribed("不得新增"),))
    yield "what nobody has transcribed", together([text(bar(unwritten), PREFER)], [text(PERMIT)])
    yield "what nobody has transcribed, denied", together([text(bar(ir.Not(unwritten)), PREFER)], [text(PERMIT)])
    yield "a text that reaches some here", hospital(reaching("A", [[(BAR, held)]]), elsewhere)
    yield "a text that reaches who cannot be", hospital(reaching("A", [[(BAR, both(held, ir.Not(held)))]]), elsewhere)
    yield (
        "two scopes of which one must reach",
        hospital(reaching("A", [[(BAR, held), (CONTROL, ir.Not(held))]])),
    )
    yield "two scopes of one text", hospital(reaching("A", [[(CONTROL, _ALWAYS), (BAR, held)]]))
    yield "a scope that is open beside an exemption", hospital(reaching("A", [[(BAR, held), (EXEMPT, _ALWAYS)]]))
    goal = [replace(n, supports="a1/9.p9") for n in norms("a1", BEDS, [BAR])]
    yield (
        "a goal sentence governs nobody",
        hospital(Compared("A", base_of(tiny(), [document("a1", "370200", goal)]), "370200")),
    )
    permitted, barred = norms("a1", BEDS, [PERMIT, BAR])
    beside = [permitted, replace(barred, supports=permitted.id)]
    yield (
        "a goal sentence decides nothing",
        hospital(Compared("A", base_of(tiny(), [document("a1", "370200", beside)]), "370200")),
    )
    yield "an ended text beside a permission", together([text(BAR, **ENDED), text(PERMIT)], bars)
    yield "an ended text beside a bar", together([text(PERMIT, **ENDED), text(BAR)], bars)
    yield "an ended text beside a text of some", together([text(BAR, **ENDED), text(permit(within(CHENGYANG)))], bars)
    yield "an ended text alone", together([text(BAR, **ENDED)], [text(BAR, starts="2030-01-01")])
    ended = reaching("A", [[(BAR, held)]])
    (old,) = ended.base.documents.values()
    other = document("a2", "370200", norms("a2", BEDS, [PERMIT]))
    kept = Compared("A", base_of(tiny(), [replace(old, **ENDED), other]), "370200")
    yield "an ended text that reached some", hospital(kept, side("B", "370200", BEDS, bars))
    yield "an ended text of some alone", hospital(Compared("A", base_of(tiny(), [replace(old, **ENDED)]), "370200"))
    yield from _worlds_of_guidance(bars)
    yield "unknown force against a presumption", together([text(BAR, **UNKNOWN_FORCE)], bars)
    yield "unknown force on both sides", together([text(BAR, **UNKNOWN_FORCE)], [text(PERMIT, **UNKNOWN_FORCE)])
    yield "unknown force beside a text in force", together([text(BAR, **UNKNOWN_FORCE), text(CONTROL)], [text(PERMIT)])
    yield (
        "unknown force beside an ended text",
        together([text(BAR, **UNKNOWN_FORCE), text(PERMIT, **ENDED)], [text(PERMIT)]),
    )
    yield (
        "unknown force of two",
        together([text(BAR, **UNKNOWN_FORCE), text(PRESUMED, **UNKNOWN_FORCE)], [text(PERMIT)]),
    )
    yield "unknown force elsewhere", apart([text(BAR, **UNKNOWN_FORCE)], [text(PERMIT)])
    yield "unknown force that decides nothing", together([text(BAR), text(PRESUMED, **UNKNOWN_FORCE)], [text(PERMIT)])


def _worlds_of_guidance(bars: Sequence[Text]) -> Iterator[tuple[str, SmallWorld]]:
    """DESIGN §5.7: guidance yields to a plan of the pooling region in force on the matter that governs the applicant."""
    held = ir.Holds(ir.Fact("机构", "管理规范"))
    advice, plan = {"kind": GUIDANCE}, {"kind": PLAN}
    yield "guidance alone", together([text(BAR, **advice)], bars)
    yield "guidance beside a plan", together([text(BAR, **advice), text(PERMIT, **plan)], bars)
    yield "guidance beside a plan that says nothing of it", together([text(BAR, **advice), text(PREFER, **plan)], bars)
    other = {"kind": "规范性文件"}
    yield "guidance beside what is no plan", together([text(BAR, **advice), text(PERMIT, **other)], bars)
    yield "guidance beside an ended plan", together([text(BAR, **advice), text(PERMIT, **plan, **ENDED)], bars)
    yield (
        "guidance beside a plan of unknown force",
        together([text(BAR, **advice), text(PERMIT, **plan, **UNKNOWN_FORCE)], bars),
    )
    yield "guidance that permits beside a plan that bars", together([text(PERMIT, **advice), text(BAR, **plan)], bars)
    yield "guidance elsewhere beside a plan", apart([text(BAR, **advice), text(PERMIT, **plan)], [text(PERMIT)])
    for name, rules in (
        ("guidance beside a plan of some", [[(BAR, _ALWAYS)], [(PERMIT, held)]]),
        ("guidance of some beside a plan of some", [[(BAR, held)], [(PERMIT, held)]]),
        ("guidance of some beside a plan of the others", [[(BAR, held)], [(PERMIT, ir.Not(held))]]),
    ):
        a = reaching("A", rules)
        kinds = [replace(d, kind=kind) for d, kind in zip(a.base.documents.values(), (GUIDANCE, PLAN), strict=True)]
        yield (
            name,
            SmallWorld(
                Compared("A", base_of(tiny(), kinds), "370200"), side("B", "370200", BEDS, bars), BEDS, "综合医院", True
            ),
        )
    over = [document("a1", "370200", norms("a1", BEDS, [BAR])), document("a2", CHENGYANG, norms("a2", BEDS, [PERMIT]))]
    kinds = [replace(d, kind=kind) for d, kind in zip(over, (GUIDANCE, PLAN), strict=True)]
    yield (
        "guidance beside the plan of a district",
        SmallWorld(
            Compared("A", base_of(tiny(), kinds), "370200"), side("B", "370200", BEDS, bars), BEDS, "综合医院", True
        ),
    )
