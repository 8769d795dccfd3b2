"""Verdicts as resources: which application they judge, on which day, and the clauses and rules they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable

from policy_dsl.ir import to_data
from reasoner.model.kinds import Role, Status
from reasoner.model.verdict import Verdict

from . import names as n
from .corpus import clause_iri, norm_iri
from .statements import Iri, Lit, Resource, period, zh


def verdicts(judged: Iterable[Verdict]) -> list[Resource]:
    """The resources of verdicts (CONTRACT §2), each with its whole data as JSON."""
    return [_verdict(v) for v in judged]


def _verdict(verdict: Verdict) -> Resource:
    application = f"{n.ROOT}application/{n.slug(verdict.application)}"
    resource = Resource(f"{n.ROOT}verdict/{n.slug(verdict.application)}/{verdict.as_of}").a(n.TL + "Verdict")
    resource.add(n.TL + "judges", Iri(application)).add(n.LABEL, zh(verdict.label))
    resource.add(n.TL + "outcome", Lit(verdict.outcome.value)).add(n.TL + "asOf", period(verdict.as_of))
    cited = dict.fromkeys((c.clause, c.role) for c in verdict.citations)
    resource.add(n.TL + "decidedBy", *(Iri(clause_iri(c)) for c, role in cited if role is Role.DECISIVE))
    resource.add(n.ELI + "cites", *(Iri(clause_iri(c)) for c, role in cited if role is not Role.DECISIVE))
    true = [r.rule for r in verdict.reasons.rules if r.status is Status.TRUE]
    resource.add(n.PROV + "wasDerivedFrom", *(Iri(norm_iri(i)) for i in true))
    whole = json.dumps(to_data(verdict), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return resource.add(n.TL + "content", Lit(whole, n.RDF + "JSON"))
