"""The day or period that an observation speaks of: tl:asAt, or the times of SOSA (dates, moments, instants of OWL-Time).

A moment with a zone is the day it is in Beijing, whose time holds for every office of the country; one without is that day.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from reasoner.graphs import namespaces as n
from reasoner.graphs.literals import datatype_of, is_literal, malformed, period
from reasoner.graphs.node_reader import Nodes
from reasoner.intake.diagnostics_collector import Unreadable

if TYPE_CHECKING:
    from rdflib.term import Literal, Node

_STAMP: Final = n.XSD + "dateTimeStamp"
"""A moment that is nothing without its zone."""
_MOMENTS: Final = (n.XSD + "dateTime", _STAMP)
_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_BEIJING: Final = timezone(timedelta(hours=8))
_INSTANT: Final = tuple(
    n.TIME + p for p in ("inXSDDate", "inXSDgYearMonth", "inXSDgYear", "inXSDDateTimeStamp", "inXSDDateTime")
)
"""The properties by which an instant of OWL-Time gives its day or period."""


def time_of(node: Node, nodes: Nodes) -> tuple[str, str]:
    """The day or period of an observation and the property that gives it; both empty where none does.

    tl:asAt and sosa:phenomenonTime say the same and must agree (G109); where neither stands, sosa:resultTime counts.
    """
    as_at = _read(node, n.AS_AT, nodes)
    phenomenon = _read(node, n.PHENOMENON_TIME, nodes)
    if as_at and phenomenon and as_at != phenomenon:
        message = f"「时点」有两个:tl:asAt 为 {as_at},sosa:phenomenonTime 为 {phenomenon}"
        bad = Unreadable("G109", message, allowed="一个时点")
        nodes.fault(node, n.PHENOMENON_TIME, "时点", bad)
    for when, predicate in ((as_at, n.AS_AT), (phenomenon, n.PHENOMENON_TIME)):
        if when:
            result = nodes.triples.values(node, n.RESULT_TIME)
            if result and not any(is_literal(v) and str(v)[: len(when)] == when for v in result):
                nodes.note_unread(node, n.RESULT_TIME)
            return when, predicate
    when = _read(node, n.RESULT_TIME, nodes)
    return when, n.RESULT_TIME if when else ""


def _read(node: Node, predicate: str, nodes: Nodes) -> str:
    value = nodes.one(node, predicate, "时点")
    if value is None:
        return ""
    try:
        if is_literal(value):
            return period(value, "时点") if predicate == n.AS_AT else _literal(value)
        if predicate == n.AS_AT:
            raise Unreadable("G107", f"「时点」应是字面值,现为 {nodes.triples.called(value)}")
        return _instant(value, nodes)
    except Unreadable as bad:
        nodes.fault(node, predicate, "时点", bad)
        return ""


def _literal(value: Literal) -> str:
    if datatype_of(value) not in _MOMENTS:
        return period(value, "时点")
    match = _MOMENT.fullmatch(str(value))
    try:
        moment = datetime.fromisoformat(str(value)) if match is not None else None
    except ValueError:
        moment = None
    unplaced = moment is not None and moment.tzinfo is None
    if match is None or moment is None or (unplaced and datatype_of(value) == _STAMP):
        raise malformed("时点", value, '"2024-03-31T09:00:00+08:00"^^xsd:dateTime')
    return match[1] if unplaced else moment.astimezone(_BEIJING).date().isoformat()


def _instant(value: Node, nodes: Nodes) -> str:
    """The day or period of an instant of OWL-Time."""
    given = [v for p in _INSTANT for v in nodes.triples.values(value, p)]
    if len(given) != 1 or not is_literal(given[0]):
        raise Unreadable(
            "G114",
            f"时点 {nodes.triples.called(value)} 须写明一个日或期间",
            allowed='字面值,或 [ a time:Instant ; time:inXSDDate "2024-03-31"^^xsd:date ]',
            hint="期间写年(xsd:gYear)、月(xsd:gYearMonth)或它的最后一天",
        )
    return _literal(given[0])
