"""Plain data as checked applications (CONTRACT §1); every fault of the input is named before anything is judged.

Forms: one application, a list of them, or 申请 with 指标 and 认定 that all of them share.
What is read does not depend on the order of keys or items, nor on the form of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.vocabulary import Vocabulary
from reasoner.intake.application_run import Applications, Items, Run, is_verdict, verdict_given
from reasoner.intake.characters import printable
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Complaints, Enough, Unreadable, step
from reasoner.intake.field_schema import ENVELOPE, Tables
from reasoner.intake.item_schemas import Entry, Form, unknown_key
from reasoner.intake.loaded_data import Loaded
from reasoner.intake.organ_names import Issuers
from reasoner.intake.provenance import ProvenanceReader
from reasoner.intake.sections import Context
from reasoner.intake.text_values import read_text
from reasoner.model.application import Application


def read_applications(
    data: object, vocabulary: Vocabulary, *, as_of: str | None = None, documents: Mapping[str, str] | None = None
) -> list[Application]:
    """The applications of one input, in its order; see `Reader.read`."""
    return Reader(vocabulary, documents).read(data, as_of)


class Reader:
    """Reads applications with a vocabulary; made once, used for many inputs.

    documents: the names by which a determination may call a document (id, title, number), each with the document's id.
    shared: the numbers that several documents share, each with these documents as messages name them.
    issuers: by id of a document its issuers and its region.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        documents: Mapping[str, str] | None = None,
        shared: Mapping[str, tuple[str, ...]] | None = None,
        issuers: Issuers | None = None,
    ) -> None:
        self._tables = Tables(vocabulary, documents or {}, shared, issuers)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary with which it reads."""
        return self._tables.vocabulary

    def place(self, name: str) -> tuple[str, Mapping[str, str | None]]:
        """The code of a place where an institution may lie, and what the words for places mean there.

        Raises `Faults` as for 所在地: F118 unknown, F119 shared name, F120 a province or a management area.
        """
        try:
            code = self._tables.places.location(name)
        except Unreadable as bad:
            complaints = Complaints("", ())
            complaints.add("--under", bad)
            raise Faults(complaints.listed()) from None
        return code, self._tables.places.roles(code)

    def entries(
        self, form: Form, raw: object, path: str, complaints: Complaints, towns: Mapping[str, frozenset[str]]
    ) -> Iterator[Entry]:
        """The entries of a list 指标 or 认定 that stands alone (a ledger); `towns` are the 镇街 it may speak of."""
        context = Context(complaints, ProvenanceReader(ledger=True), lambda: towns)
        return self._tables.sections.read(form, raw, path, context)

    def check_institution(self, raw: object, position: object, path: str, complaints: Complaints) -> None:
        """Note the faults of an institution that stands alone, and of its position (None: none is given)."""
        Run(self._tables, complaints, None, []).check_institution(raw, position, path)

    def read(self, data: object, as_of: str | None = None, *, name: str = "") -> list[Application]:
        """The applications of plain data, or of what `load` gave; `name` is what messages call the input.

        as_of: the day that stands for 日期 where an application has none. Raises `Faults` with every fault.
        """
        applications: list[Application | None] = []
        self._check(data, as_of, name, applications)
        return [a for a in applications if a is not None]

    def read_each(self, loaded: Loaded, as_of: str | None = None) -> ReadEach:
        """The applications of a table, each read for itself: None in the place of one that has faults of its own."""
        applications: list[Application | None] = []
        run, _, complaints = self._read(loaded, as_of, applications)
        return ReadEach(applications, complaints.listed(), run)

    def applications(self, data: object, as_of: str | None = None, *, name: str = "") -> Applications:
        """As `read`, but the applications are only checked here, and read again by whoever goes through them.

        The memory of a great many is that of their plain data; each is to be judged and forgotten.
        """
        return Applications(*self._check(data, as_of, name, None))

    def _check(
        self, data: object, as_of: str | None, name: str, kept: list[Application | None] | None
    ) -> tuple[Run, Items]:
        """Read all applications, keeping them where there is something to keep them in; raises `Faults`."""
        loaded = data if isinstance(data, Loaded) else Loaded(data, name)
        run, items, complaints = self._read(loaded, as_of, kept)
        if complaints or run is None:
            raise Faults(complaints.listed())
        return run, items

    def _read(
        self, loaded: Loaded, as_of: str | None, kept: list[Application | None] | None
    ) -> tuple[Run | None, Items, Complaints]:
        """Read all applications as far as there are not too many faults; None for the run where nothing was begun."""
        complaints = Complaints(loaded.name, loaded.faults)
        run: Run | None = None
        items: list[tuple[str, object]] = []
        # Enough faults to answer: what follows is not looked at.
        with suppress(Enough):
            if as_of is not None:
                try:
                    as_of = read_day(as_of)
                except Unreadable as bad:
                    complaints.add("--as-of", bad)
            items, shared = _split(loaded, complaints)
            if items and all(is_verdict(raw) for _, raw in items):
                complaints.add("", verdict_given())
                items = []
            run = Run(self._tables, complaints, as_of, items)
            run.share(shared)
            for application in run.read(items):
                if kept is not None:
                    kept.append(application)
        return run, items, complaints


class ReadEach(NamedTuple):
    """The applications of a table, each read for itself."""

    applications: Sequence[Application | None]
    """Each in its place, None where it has faults of its own; fewer than there are where there were too many faults."""
    faults: tuple[Diagnostic, ...]
    """Every fault."""
    run: Run | None
    """What read them; None where nothing was begun."""


def _split(loaded: Loaded, complaints: Complaints) -> tuple[list[tuple[str, object]], dict[str, object]]:
    """The applications with their paths, and the object that holds shared lists (empty where there is none)."""
    data, path = loaded.data, ""
    shared: dict[str, object] = {}
    if isinstance(data, dict):
        if "申请" not in data:
            return [("", data)], {}
        shared, path, data = data, "申请", data["申请"]
        for key in shared:
            if key not in ENVELOPE:
                complaints.add(step("", key), unknown_key(key, ENVELOPE, "每份申请的内容写在「申请」的各项之下"))
    if not isinstance(data, list):
        hint = "检查冒号是否半角、后面是否有空格" if isinstance(data, str) else ""
        message = f"此处应是{'申请的列表' if path else '一份申请(对象)或申请的列表'},现为「{printable(data)}」"
        complaints.add(path, Unreadable("F111", message, hint=hint))
        return [], shared
    if not data:
        complaints.add(path, Unreadable("F111", "没有任何申请"))
    roots = loaded.roots or [f"{path}[{i}]" for i in range(len(data))]
    return list(zip(roots, data, strict=True)), shared


def positions(data: object) -> dict[str, dict[str, object]]:
    """位置 by 编号 in plain data that was read without fault; a position is checked, and is no fact."""
    items: object = data.get("申请", [data]) if isinstance(data, dict) else data
    by_id: dict[str, dict[str, object]] = {}
    for item in items if isinstance(items, list) else ():
        position = item.get("位置") if isinstance(item, dict) else None
        if isinstance(position, dict):
            by_id[read_text(item["编号"])] = position
    return by_id
