"""What differs between the verdicts of two builds, and what was decided to differ (`DECIDED`).

A decided difference is translated where the old verdict says the same in another form, and left out only where it does
not. Everything else must be equal: the same keys, values, types and order of lists; the order of keys means nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from reasoner.driver.current_rule_base import rule_base

Data = dict[str, Any]


class Decision(NamedTuple):
    """One decided difference: what differs, and why that is no change of what a verdict says."""

    title: str
    reason: str


SCHEMA: Final = Decision("schema", "a verdict says which edition of its form it has; earlier ones do not")
GIVEN: Final = Decision("given", "another form, and only the facts that a verdict can need")
RECEIPT: Final = Decision("receipt", "digests of another `given`, of another engine and of a rule base in another form")
PROVENANCE: Final = Decision(
    "provenance",
    "origin, source, confirmed_by, valid_until, determined_by and evidence are fields, no longer packed into `source`; "
    "a source that was not given is null",
)
NOT_GOVERNING: Final = Decision(
    "not_governing", "documents of other prefectures and provinces than the facility's do not concern it"
)
LEAF: Final = Decision("is of a proof leaf", "a leaf says of which kind it is, as the other nodes do")
CONTINUED: Final = Decision(
    "continued", "the warning of a plan that goes on names organ and ground; that a ledger holds them is told beside it"
)
OTHER_PLACES: Final = Decision(
    "other places", "places that would do as well stand at the change, not in its first fact"
)
APART: Final = Decision("words apart", "a word for a place is named beside it only where a rule reads facts of its own")
OFFERED: Final = Decision(
    "offered",
    "figures of other places that cannot be true no longer silence all advice; only changed facts are looked at",
)
COMPLETE: Final = Decision("complete", "the search for changes is complete: what it offered before it offers with more")

DECIDED: Final = (
    SCHEMA, GIVEN, RECEIPT, PROVENANCE, NOT_GOVERNING, LEAF, CONTINUED, OTHER_PLACES, APART, OFFERED,
    COMPLETE,
)  # fmt: skip
"""The decided differences; that the order of keys means nothing comes with JSON."""

LEDGER: Final = "本局台账"
DETERMINED: Final = "有权机关认定"
_PACKED: Final = re.compile(
    rf"{LEDGER}(?::(?P<source>.*))?"
    r"\((?:未确认|确认人(?P<confirmed_by>[^(),]+))(?:,有效期至(?P<valid_until>\d{4}-\d\d-\d\d))?\)",
    re.DOTALL,
)
_FIELDS: Final = ("origin", "source", "confirmed_by", "valid_until", "evidence", "determined_by")
_NEW_FIELDS: Final = frozenset(_FIELDS) - {"source"}
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?$")
_LEAVES: Final = ("fact", "const", "times", "sum")
_CONTINUED: Final = re.compile(r"(?<=继续执行的认定)\(来源:.*\)(?=适用。$)")
_APART: Final = re.compile(r"\((?:本区县|所在医保管理区域|全市|本统筹区)\)$")
_ELSEWHERE: Final = "适用地区为"
"""How the reason begins for which a document of another region does not govern."""

_LONGEST: Final = 160
_CONTEXT: Final = 20
"""Characters of a value that are printed, and those before the place where two texts part."""


class Difference(NamedTuple):
    """Where two verdicts differ, and what stands there."""

    path: str
    old: str
    new: str

    @property
    def general(self) -> str:
        """The path without the numbers of items."""
        return re.sub(r"\[\d+\]", "[*]", self.path)

    def __str__(self) -> str:
        return f"{self.path}: {self.old} → {self.new}"


class Comparison:
    """Compares verdicts pairwise; `applied` counts the verdicts in which each decision made a difference.

    verdicts: all of the old build. Which documents lie elsewhere is read in them: under `--document` the verdict gives
    another reason for a document that was not chosen. strict: no decided difference is granted.
    """

    def __init__(self, verdicts: Iterable[Data], *, strict: bool = False) -> None:
        self._strict = strict
        self._elsewhere = {
            (_prefecture(verdict), entry["id"])
            for verdict in verdicts
            for entry in verdict.get("not_governing", ())
            if entry["why"].startswith(_ELSEWHERE)
        }
        self._used: set[str] = set()
        self._second_form = False
        self.applied: Counter[str] = Counter()

    def differences(self, old: Data, new: Data) -> list[Difference]:
        """What differs between two verdicts on one application, decided differences apart."""
        self._used, self._second_form = set(), "schema" in new
        if not self._strict and "errors" not in old and "errors" not in new:
            old, new = self._settled(old, new)
        differences = list(self._walk(old, new, ""))
        self.applied.update(self._used)
        return differences

    def _settled(self, old: Data, new: Data) -> tuple[Data, Data]:
        """The two verdicts without what was decided of their top level."""
        old, new = dict(old), dict(new)
        given = old.get("given", ())
        if "schema" in new and "schema" not in old:
            self._used.add(SCHEMA.title)
            del new["schema"]
        for title in (GIVEN.title, RECEIPT.title):
            if title in old and title in new and old.pop(title) != new.pop(title):
                self._used.add(title)
        if old.get("warnings") != new.get("warnings"):
            told = [[_CONTINUED.sub("", w) for w in v.get("warnings", ())] for v in (old, new)]
            if told[0] == told[1]:
                self._used.add(CONTINUED.title)
                old["warnings"] = new["warnings"]
        if old.get("changes") == [] and new.get("changes") and _untrue(given):
            self._used.add(OFFERED.title)
            old["changes"] = new["changes"]
        elif old.get("changes") and old["changes"] != new.get("changes"):
            old["changes"] = [self._moved_places(change) for change in old["changes"]]
            if old["changes"] != new["changes"] and all(change in new["changes"] for change in old["changes"]):
                self._used.add(COMPLETE.title)
                old["changes"] = new["changes"]
        if "not_governing" in old and "not_governing" in new:
            listed = {entry.get("id") for entry in new["not_governing"] if isinstance(entry, dict)}
            kept = [
                entry
                for entry in old["not_governing"]
                if entry["id"] in listed or (_prefecture(old), entry["id"]) not in self._elsewhere
            ]
            if kept != old["not_governing"]:
                self._used.add(NOT_GOVERNING.title)
                old["not_governing"] = kept
        return old, new

    def _moved_places(self, change: Data) -> Data:
        """A change with the other places that would do where the second form has them."""
        places = [f["or"] for f in change["facts"] if "or" in f]
        if not places:
            return change
        self._used.add(OTHER_PLACES.title)
        facts = [{k: v for k, v in f.items() if k != "or"} for f in change["facts"]]
        return {**change, "facts": facts, "or": places[0]}

    def _walk(self, old: Any, new: Any, path: str) -> Iterator[Difference]:
        if isinstance(old, dict) and isinstance(new, dict):
            if not self._strict:
                old, new = self._node(old, new, path)
            for key in (*old, *(k for k in new if k not in old)):
                below = f"{path}.{key}" if path else key
                if key not in old or key not in new:
                    yield Difference(below, _text(old, key), _text(new, key))
                else:
                    yield from self._walk(old[key], new[key], below)
        elif isinstance(old, list) and isinstance(new, list):
            if len(old) != len(new):
                yield Difference(f"{path} (length)", f"{len(old)} {_cut(old)}", f"{len(new)} {_cut(new)}")
            for index, (before, after) in enumerate(zip(old, new, strict=False)):
                yield from self._walk(before, after, f"{path}[{index}]")
        elif type(old) is not type(new) or old != new:
            yield Difference(path, *_where_they_part(old, new))

    def _node(self, old: Data, new: Data, path: str) -> tuple[Data, Data]:
        """A node of the proof, or a fact, without what was decided of it."""
        kind = new.get("is")
        if path.startswith("reasons.") and "is" not in old and kind in _LEAVES and kind in new:
            self._used.add(LEAF.title)
            new = {k: v for k, v in new.items() if k != "is"}
        of, named = old.get("of"), new.get("of")
        if isinstance(of, str) and isinstance(named, str) and of != named and _APART.sub("", of) == named:
            self._used.add(APART.title)
            old = {**old, "of": named}
        has_fields = bool(new.keys() & _NEW_FIELDS) or self._second_form
        if has_fields and {"fact", "of", "value"} <= old.keys() & new.keys():
            before, after = _translated(old, new), _stated(new)
            if before != old or after != new:
                self._used.add(PROVENANCE.title)
            old, new = before, after
        return old, new


def _untrue(given: Iterable[list[Any]]) -> bool:
    """Whether a part stands above its whole among the facts of the old form."""
    values = {(s, fact, as_at): Decimal(v) for s, fact, v, as_at, _ in given if isinstance(v, str) and _NUMBER.match(v)}
    return any(
        values[s, part, at] > values.get((s, whole, at), values[s, part, at])
        for part, whole in rule_base().vocabulary.parts
        for s, fact, at in values
        if fact == part
    )


def _translated(old: Data, new: Data) -> Data:
    """The old fact with provenance as fields; the new one tells whether its source names organs and their ground."""
    if old.keys() & _NEW_FIELDS:
        return _stated(old)
    source = old.get("source", "")
    packed = _PACKED.fullmatch(source)
    fields: Data = {"origin": LEDGER, **packed.groupdict()} if packed else {"source": source}
    organs, evidence = new.get("determined_by") or [], new.get("evidence") or {}
    if (organs or evidence) and isinstance(organs, list) and isinstance(evidence, dict):
        words = [*organs, evidence.get("name"), new.get("source")]
        only_a_name = not any(v for k, v in evidence.items() if k != "name")
        if only_a_name and _pieces(fields["source"] or "") == _pieces(",".join(str(w) for w in words if w)):
            fields |= {"determined_by": organs, "evidence": new.get("evidence"), "source": new.get("source")}
            if not packed and new.get("origin") == DETERMINED:
                fields["origin"] = DETERMINED
    return _stated({**old, **fields})


def _stated(fact: Data) -> Data:
    """The fact without fields of provenance that are null or empty."""
    return {k: v for k, v in fact.items() if v or k not in _FIELDS}


def _pieces(words: str) -> list[str]:
    """The words between separators: an organ may have been written 甲、乙 and is a list now."""
    return sorted(piece for piece in re.split(r"[,\uff0c、;\uff1b\s]+", words) if piece)


def _prefecture(verdict: Data) -> str:
    return (verdict.get("region") or "")[:4]


def is_under(path: str, ignored: str) -> bool:
    """Whether a general path is an ignored one or lies below it."""
    rest = path.removeprefix(ignored)
    return rest != path and (not rest or rest[0] in ".[ ")


def _where_they_part(old: Any, new: Any) -> tuple[str, str]:
    """Two values as short text; of long texts what follows the words that both begin with."""
    same = 0
    if isinstance(old, str) and isinstance(new, str):
        same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same <= _CONTEXT:
        return _cut(old), _cut(new)
    return f"…{_cut(old[same - _CONTEXT :])}", f"…{_cut(new[same - _CONTEXT :])}"


def _text(data: Data, key: str) -> str:
    return _cut(data[key]) if key in data else "(absent)"


def _cut(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
