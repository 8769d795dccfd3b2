"""Plain data as checked applications (CONTRACT §1); every fault of the input is named before anything is judged.

Forms: one application, a list of them, or 申请 with 指标 and 认定 that all of them share.
What is read does not depend on the order of keys or items, nor on the form of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.vocabulary import Vocabulary
from reasoner.intake.application_run import Run, is_verdict, verdict_given
from reasoner.intake.characters import printable
from reasoner.intake.checked_applications import Applications, Items
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Complaints, Enough, Unreadable, step
from reasoner.intake.field_schema import ENVELOPE, Tables
from reasoner.intake.item_schemas import Entry, Form, PartialKey, Place, unknown_key
from reasoner.intake.loaded_data import HeldItems, Loaded
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
        code = _named("--under", lambda: self._tables.places.location(name))
        return code, self._tables.places.roles(code)

    def region(self, name: str, where: str) -> str:
        """The code of a region, of whatever level; raises `Faults` as for 指标.地区 (F118, F119)."""
        return _named(where, lambda: self._tables.places.region(name))

    def matter(self, name: str, where: str) -> str:
        """The label of a matter; raises `Faults` as for 事项 (F115, F157)."""
        return name if name in self._tables.matters else _named(where, lambda: self._tables.names.matter(name))

    def entries(
        self,
        form: Form,
        raw: object,
        path: str,
        complaints: Complaints,
        towns: Mapping[str, frozenset[str]],
        keys: dict[Place, PartialKey] | None = None,
    ) -> Iterator[Entry]:
        """The entries of a list 指标 or 认定 that stands alone (a ledger); `towns` are the 镇街 it may speak of.

        keys: takes of which fact each entry speaks, faulty or not.
        """
        context = Context(complaints, ProvenanceReader(ledger=True), lambda: towns, keys=keys)
        return self._tables.sections.read(form, raw, path, context)

    def check_institution(self, raw: object, position: object, path: str, complaints: Complaints) -> None:
        """Note the faults of an institution that stands alone, and of its position (None: none is given)."""
        Run(self._tables, complaints, None, Items()).check_institution(raw, position, path)

    def read(self, data: object, as_of: str | None = None, *, name: str = "") -> list[Application]:
        """The applications of plain data, or of what `load` gave; `name` is what messages call the input.

        as_of: the day that stands for 日期 where an application has none. Raises `Faults` with every fault.
        """
        applications: list[Application | None] = []
        self._check(data, as_of, name, applications)
        return [a for a in applications if a is not None]

    def read_each(self, loaded: Loaded, as_of: str | None = None) -> ReadEach:
        """The applications of a table, each read for itself, with the faults of all."""
        faulty: list[int] = []
        run, items, complaints = self._read(loaded, as_of, None, faulty)
        whole = len(complaints.listed()) == complaints.count  # else there were too many faults to read on
        return ReadEach(
            None if run is None or not whole else Applications(run, items, faulty), complaints.listed(), run
        )

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
        self,
        loaded: Loaded,
        as_of: str | None,
        kept: list[Application | None] | None,
        faulty: list[int] | None = None,
    ) -> tuple[Run | None, Items, Complaints]:
        """Read all applications as far as there are not too many faults; None for the run where nothing was begun."""
        complaints = Complaints(loaded.name, loaded.faults)
        run: Run | None = None
        items = Items()
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
                items = Items()
            run = Run(self._tables, complaints, as_of, items)
            run.share(shared)
            for index, application in enumerate(run.read(items)):
                if kept is not None:
                    kept.append(application)
                if faulty is not None and application is None:
                    faulty.append(index)
        return run, items, complaints


def _named(where: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except Unreadable as bad:
        complaints = Complaints("", ())
        complaints.add(where, bad)
        raise Faults(complaints.listed()) from None


class ReadEach(NamedTuple):
    """The applications of a table, each read for itself."""

    applications: Applications | None
    """Those that have no faults of their own; None where there were too many faults to read on."""
    faults: tuple[Diagnostic, ...]
    """Every fault."""
    run: Run | None
    """What read them; None where nothing was begun."""


def _split(loaded: Loaded, complaints: Complaints) -> tuple[Items, dict[str, object]]:
    """The applications with their paths, and the object that holds shared lists (empty where there is none)."""
    data, path = loaded.data, ""
    shared: dict[str, object] = {}
    if isinstance(data, dict):
        if "申请" not in data:
            return Items([data], roots=("",)), {}
        shared, path, data = data, "申请", data["申请"]
        for key in shared:
            if key not in ENVELOPE:
                complaints.add(step("", key), unknown_key(key, ENVELOPE, "每份申请的内容写在「申请」的各项之下"))
    if not isinstance(data, (list, HeldItems)):
        hint = "检查冒号是否半角、后面是否有空格" if isinstance(data, str) else ""
        message = f"此处应是{'申请的列表' if path else '一份申请(对象)或申请的列表'},现为「{printable(data)}」"
        complaints.add(path, Unreadable("F111", message, hint=hint))
        return Items(), shared
    if not len(data):
        complaints.add(path, Unreadable("F111", "没有任何申请"))
    return Items(data, path, loaded.roots), shared


def positions(data: object) -> dict[str, dict[str, object]]:
    """位置 by 编号 in plain data that was read without fault; a position is checked, and is no fact."""
    items: object = data.get("申请", [data]) if isinstance(data, dict) else data
    by_id: dict[str, dict[str, object]] = {}
    for item in items if isinstance(items, list) else ():
        position = item.get("位置") if isinstance(item, dict) else None
        if isinstance(position, dict):
            by_id[read_text(item["编号"])] = position
    return by_id
