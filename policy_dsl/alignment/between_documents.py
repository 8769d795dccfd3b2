"""What is wrong between the documents of a rule base, each of which is sound in itself."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.alignment.reading_use import check_rests_on_others
from policy_dsl.alignment.whole_document import check_official, check_relations
from policy_dsl.compiled import Document
from policy_dsl.corpus_folders import Place, misplaced
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.document_versions import check_versions


def check_between(made: Mapping[Place, Document]) -> list[Diagnostic]:
    """Every fault between compiled documents, by the folders in which they lie."""
    finished = tuple(made.values())
    by_id = {d.id: d for d in finished}
    faults = [f for p, d in made.items() if not d.draft for f in misplaced(p, d.region, d.version)]
    faults += [*check_official(finished), *check_relations(finished, by_id)]
    # A clause on which a reading elsewhere relies stands in every version of its document.
    views = [by_id, *({**by_id, d.id: d} for d in finished if by_id[d.id] is not d)]
    faults += dict.fromkeys(f for view in views for f in check_rests_on_others(finished, view))
    faults += check_versions(finished)
    return faults
