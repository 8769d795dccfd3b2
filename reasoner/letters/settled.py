"""What the settings of a bureau come to for one letter: who signs, the remedies, how documents are called."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.vocabulary import Vocabulary
from reasoner.letters.settings import Settings
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, in_its_versions
from reasoner.render.letter_model import Settled


def check_settings(settings: Settings, base: RuleBase) -> None:
    """Whether the tables name places, matters and documents that there are. Raises Faults (T112) with every fault."""
    faults = [*_faults(settings, base)]
    if faults:
        raise Faults(faults)


def _faults(settings: Settings, base: RuleBase) -> Iterator[Diagnostic]:
    vocabulary = base.vocabulary
    for organ in settings.signing:
        where = f"{settings.path} · 机关 · {organ.name}"
        for place in organ.regions:
            if not _codes(place, vocabulary):
                yield Diagnostic("T112", where, f"没有收录地区「{place[:40]}」", hint="写区县、市或者管理区的名称")
        for matter in organ.matters:
            if matter not in vocabulary.matters:
                yield Diagnostic("T112", where, f"没有「{matter[:40]}」这一事项", "、".join(vocabulary.matters))
    signing = {settings.office.name, *(s.name for s in settings.signing)}
    for each in settings.remedies:
        if each.organ and each.organ not in signing:
            where = f"{settings.path} · 救济 · {each.organ[:40]}"
            yield Diagnostic("T112", where, "设置里没有这个落款机关", "、".join(sorted(signing - {""})))
    for named in settings.documents:
        document = base.documents.get(named.document)
        where = f"{settings.path} · 文件 · {named.document[:40]}"
        if document is None:
            yield Diagnostic("T112", where, "没有收录这份文件", "、".join(base.documents))
        elif not document.missing or document.number:
            yield Diagnostic("T112", where, "收到的文本已载明题名和文号,不能另写")


def settled_for(settings: Settings, verdict: Verdict, base: RuleBase) -> Settled | None:
    """What is settled and a letter on this verdict can say; None: nothing."""
    base = in_its_versions(base, verdict)
    vocabulary, region = base.vocabulary, verdict.region or ""
    above = set(vocabulary.chain(region)) if region in vocabulary.regions else set()
    organ = next(
        (
            s
            for s in settings.signing
            if (not s.matters or verdict.matter in s.matters)
            and (not s.regions or any(_codes(place, vocabulary) & above for place in s.regions))
        ),
        None,
    )
    cited = {c.document for c in verdict.citations} | {n.document for n in verdict.not_governing}
    cited |= {m.of for m in verdict.missing}
    named = tuple(
        msgspec.structs.replace(d, document=base.documents[d.document].title)
        for d in settings.documents
        if d.document in base.documents and base.documents[d.document].title in cited
    )
    signing = "" if organ is None else organ.name
    by_organ = {each.organ: each for each in settings.remedies}
    remedies = by_organ.get(signing or settings.office.name) or by_organ.get("")
    settled = Settled(signing=signing, documents=named)
    if remedies is not None:
        settled = msgspec.structs.replace(
            settled, remedies=remedies.text, remedies_by=remedies.by, remedies_on=remedies.on
        )
    return None if settled == Settled() else settled


def _codes(place: str, vocabulary: Vocabulary) -> set[str]:
    return {region.code for region in vocabulary.find_regions(place)}
