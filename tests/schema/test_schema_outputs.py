"""Real outputs fit their schemas, and with one key left out, renamed or of another type they no longer do."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from outputs_made import MAKERS
from places_of_keys import Key, keys
from written_json import faults, hold, schemas, validator

from reasoner.driver.schemas.outputs import OUTPUTS

EACH = 2
"""So many objects are tried for each key of each type."""
FEW = 6
"""Of a long list so many items are kept, beside one of each form."""
_OF_NO_DOCUMENT = {"draft", "special_to", "versions", "replaces", "replaced_by", "transition", "repealed"}
"""No document in use is a draft, special to another, held in several versions, or repealed."""
NEVER = {
    "documents/DocumentSummary": _OF_NO_DOCUMENT,
    "search/DocumentSummary": _OF_NO_DOCUMENT,
    **dict.fromkeys(("documents/Repeal", "search/Repeal"), ...),
    "clauses/Proposal": {"readings"},  # no reading is cited by a proposal
    "search/Proposal": {"readings"},
    "proofread/StaleExplanation": {"document", "hash", "finding"},  # every explanation explains a finding
    "documents/Received": {"typed_by", "proofread_by"},  # nothing in use was typed from a scan
    "search/Received": {"typed_by", "proofread_by"},
    "topics/DutyEntry": {"proposed"},  # no topic has words of what a report proposes
    # nobody has confirmed or doubted a reading of the repository
    "comparison/ConfirmationStatus": {"state", "by", "date"},
    "comparison/ReadingChange": {"status"},
    "comparison/ReadingInQuestion": {"status"},
    "reviews/ConfirmationStatus": {"state", "by", "date"},
    "search/ConfirmationStatus": {"state", "by", "date"},
    "verdict/ReadingConfirmation": {"document", "reading", "state", "by", "date"},
    "verdict/CitedFact": {"assumed", "apart"},  # what is assumed is not cited, nor what may not be compared
    # No text in use names who determines a fact that rules read; each has a reading that says whose a determination is.
    "verdict/AuthorityBasis": {"clause", "quote", "note"},
    "answer/AuthorityBasis": {"clause", "quote"},
    "verdict/FactRead": {"starts", "ends"},  # determinations about documents stand in no rule
    "topics/TargetEntry": ...,  # no topic asks for the targets of the regions compared
    "verdict/ChangedFact": {"period"},  # no change offered here is of a figure that is compared within a period
    "answer/Answer": {"pending"},
    "answer/PendingClause": ...,
    "clauses/Clause": {"pending"},  # every clause of the rules in use is written as rules
    "search/ClauseDetail": {"pending"},
    "verdict/Verdict": {"confirmations"},
    **dict.fromkeys(("clauses/Pending", "search/Pending"), ...),
    **dict.fromkeys(("search/RuleSummary", "verdict/Untranscribed"), ...),
    "verdict/During": ...,  # no rule in use has a period of its own
} | {f"topics/{kind}Entry": {"refers_to"} for kind in ("Missing", "Observation", "Rule", "Standard", "Text")}
"""Keys that no output of the rules in use has."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Outputs of each kind, made once."""
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in MAKERS.items()}


def test_every_kind_is_made() -> None:
    assert list(MAKERS) == [o.name for o in OUTPUTS]


PARTS = {"corpus": ["documents"]}
"""What is listed behind the documents is listed so alone."""


@pytest.mark.parametrize("name", MAKERS)
def test_an_output_fits_its_schema_and_no_other(name: str, made: dict[str, list[Any]]) -> None:
    for output in made[name]:
        assert output
        assert faults(name, output) == []
        fitting = [other for other in schemas() if other != name and validator(other).is_valid(output)]
        assert fitting == PARTS.get(name, [])


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in ("verdicts", "comparisons")])
def test_a_key_left_out_renamed_or_of_another_type_does_not_fit(name: str, made: dict[str, list[Any]]) -> None:
    check = validator(name)
    outputs = [shortened(copy.deepcopy(data)) for data in made[name]]
    assert all(map(check.is_valid, outputs))
    accepted = [
        (place.of, place.key, what)
        for place, data in chosen((place, data) for data in outputs for place in keys(name, data))
        for what in changes(place)
        if check.is_valid(data)
    ]
    assert accepted == []
    assert all(map(check.is_valid, outputs))  # every change was taken back


@pytest.mark.parametrize("name", ["verdicts", "groups", "comparison", "comparisons", "lint"])
def test_a_verdict_within_another_output_is_held_as_strictly(name: str, made: dict[str, list[Any]]) -> None:
    output = copy.deepcopy(made[name][0])
    for inner in verdicts_in(output):
        inner["receipt"]["unexpected"] = "1"
        assert not validator(name).is_valid(output)
        del inner["receipt"]["unexpected"]
        application = inner.pop("application")
        assert not validator(name).is_valid(output)
        inner["application"] = application
    assert validator(name).is_valid(output)


def test_nearly_all_keys_of_the_schemas_occur(made: dict[str, list[Any]]) -> None:
    """What never occurs in an output made here is held by no test."""
    occurring = {(k.of, k.key) for name in MAKERS for data in made[name] for k in keys(name, data)}
    described = {
        (f"{name}/{kind}", key)
        for name in MAKERS
        for kind, schema in schemas()[name].get("$defs", {}).items()
        for key in schema.get("properties", ())
    }
    unseen: dict[str, set[str]] = {}
    for kind, key in described - occurring:
        unseen.setdefault(kind, set()).add(key)
    assert {kind: NEVER[kind] if NEVER.get(kind) is ... else seen for kind, seen in unseen.items()} == NEVER


def test_the_suite_holds_what_commands_write() -> None:
    with pytest.raises(AssertionError, match=r"documents\.json"):
        hold(["documents", "--json"], '[{"id": "x"}]', 0)
    with pytest.raises(AssertionError):
        hold(["documents", "--json"], '{"errors": []}', 0)


def changes(place: Key) -> Iterator[str]:
    """Each thing that may go wrong with a key, one at a time; the object is as it was when it has gone through."""
    holder, key = place.holder, place.key
    before = dict(holder)
    value = holder[key]
    wrong: list[tuple[str, dict[str, Any]]] = []
    if not place.free:
        without = {k: v for k, v in before.items() if k != key}
        wrong.append(("renamed", without | {f"{key}_": value}))
        if place.required:
            wrong.append(("left out", without))
    others: list[Any] = [0.5, {"unexpected": 1}]
    if value is not None:
        others += [] if is_text_or_list(place) else ["text"] if isinstance(value, list) else [[]]
        others += [] if place.nullable else [None]
    wrong += [(f"as {other!r}", before | {key: other}) for other in others]
    for what, changed in wrong:
        holder.clear()
        holder.update(changed)
        yield what
    holder.clear()
    holder.update(before)


def is_text_or_list(place: Key) -> bool:
    """Whether a value may be either: that of a fact that was given, which may have several."""
    return (place.of, place.key) == ("verdict/GivenFact", "value")


def chosen(places: Iterable[tuple[Key, Any]]) -> Iterator[tuple[Key, Any]]:
    """A few places of each key of each type, with the outputs that hold them; the same every time."""
    by_key: dict[tuple[str, str], list[tuple[Key, Any]]] = {}
    for place, data in places:
        by_key.setdefault((place.of, "" if place.free else place.key), []).append((place, data))
    rng = random.Random(5)
    for same in by_key.values():
        yield from rng.sample(same, min(EACH, len(same)))


def verdicts_in(data: Any) -> list[dict[str, Any]]:
    """The first few verdicts that data holds."""
    held = [data] if isinstance(data, dict) and "receipt" in data else []
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    held += [verdict for item in inner for verdict in verdicts_in(item)]
    return held[:FEW]


def shortened(data: Any) -> Any:
    """The data with long lists cut: one item of each form, and the first few."""
    if isinstance(data, dict):
        return {key: shortened(value) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    forms: dict[str, Any] = {}
    for item in data:
        forms.setdefault(form_of(item), item)
    kept = [*forms.values(), *data[:FEW]] if len(data) > FEW else data
    return [shortened(item) for item in kept]


def form_of(item: Any) -> str:
    """What tells items of a list apart: their keys, and the kind that they name."""
    if not isinstance(item, dict):
        return type(item).__name__
    return str(sorted(item)) + str(item.get("is", item.get("kind")))
