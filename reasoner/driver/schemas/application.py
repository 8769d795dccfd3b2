"""The JSON Schema of a file of applications, from the vocabulary: the forms that `reasoner.intake` reads, and no other keys.

What one field cannot say alone is mostly left to intake: whether a number is given twice, a place or document is known, a
kind of institution may ask for the matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from policy_dsl.ir import JsonValue
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.driver.schemas.schema import Schema, head
from reasoner.driver.schemas.values import DAY, PERIOD, TEXT, UNKNOWN_VALUE, either, one_of, value_schema
from reasoner.intake.coordinates import SYSTEMS
from reasoner.intake.determined_period import ENDS, STARTS
from reasoner.intake.field_schema import FRAME
from reasoner.intake.item_schemas import DETERMINATIONS, INDICATORS, Form
from reasoner.intake.provenance import CONFIRMED_BY, EVIDENCE, EVIDENCE_KEYS, KEYS, ORGANS, ORIGIN, SOURCE, VALID_UNTIL
from reasoner.intake.stated_fact import CONCLUSION, VALUE, WHEN
from reasoner.model.kinds import Origin

WHAT: Final = "申请文件:一份申请,申请的数组,或者共用指标和认定的几份申请"
_DEGREES: Final = r"^\s*[0-9]{1,3}(?:[.][0-9]{1,15})?\s*$"


def application_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of what `tiaoli check` reads as JSON; of JSON Lines it is that of a line."""
    facts = vocabulary.facts.values()
    own = [t for t in facts if t.subject == "申请" and t.label not in FRAME]
    facility = [t for t in facts if t.subject == "机构"]
    regional = [t for t in facts if t.subject in ("地区", "镇街", "文件")]
    judged = [t for t in facts if t.datatype == "boolean" or t.yes_no]
    several: Schema = {"type": "array", "items": _ref("application"), "minItems": 1}
    lists: Schema = {form.what: _list(name) for form, name in ((INDICATORS, "indicator"), (_OF, "determination"))}
    envelope = _object({"申请": several} | lists, ["申请"])
    values = _Values()
    definitions: Schema = {
        "application": _application(vocabulary, own, lists, values),
        "confirmed": _CONFIRMED,
        "dayOrUnknown": either(DAY, _ref("unknown")),
        "determination": _item(_OF, judged, values),
        "evidence": _EVIDENCE,
        "facility": _object({t.label: values.fact(t) for t in facility}, []),
        "indicator": _item(INDICATORS, regional, values),
        "origin": either(one_of(Origin), _ref("unknown")),
        "periodOrUnknown": either(PERIOD, _ref("unknown")),
        "position": _POSITION,
        "stated": _STATED,
        "text": TEXT,
        "textOrUnknown": either(_ref("text"), _ref("unknown")),
        "unknown": UNKNOWN_VALUE,
    }
    root: Schema = {
        "if": {"type": "array"},
        "then": several,
        "else": {"if": {"type": "object", "required": ["申请"]}, "then": envelope, "else": _ref("application")},
    }
    return head("application", WHAT) | root | {"$defs": dict(sorted((definitions | values.definitions).items()))}


_OF: Final = DETERMINATIONS._replace(what="认定")
"""The list of determinations, under the key that it has in a file."""


def _application(vocabulary: Vocabulary, own: Iterable[Term], lists: Schema, values: _Values) -> Schema:
    frame = {label: vocabulary.facts[label] for label in ("编号", "事项", "日期")}
    keys: Schema = {
        "编号": _described(frame["编号"], TEXT | {"not": _ref("unknown")}),
        "事项": _described(frame["事项"], one_of(vocabulary.matters)),
        "日期": _described(frame["日期"], _ref("dayOrUnknown")),
        "机构": either(_ref("facility"), _ref("unknown")),
        "位置": either(_ref("position"), _ref("unknown")),
    }
    return _object(keys | {t.label: values.fact(t) for t in own} | lists, ["编号", "事项"])


# --- facts ------------------------------------------------------------------------------------------------------


class _Values:
    """The schemas of values and of facts that have them; terms that take the same values share one."""

    def __init__(self) -> None:
        self.definitions: Schema = {}
        self._names: dict[str, str] = {}

    def value(self, term: Term) -> str:
        """The name of the schema of a term's values; a place is a name or code, which intake looks up."""
        schema = _ref("textOrUnknown") if term.label == "所在地" else value_schema(term)
        own = term.iri.rpartition("#")[2]
        shared = _shared(term) or own
        free = self.definitions.get(shared, schema) == schema
        name = self._names.setdefault(repr(schema), shared if free else own)
        self.definitions[name] = schema
        return name

    def fact(self, term: Term) -> Schema:
        """A fact, bare or as an object with its day and source."""
        name = self.value(term)
        value, fact = _ref(name), f"{name}Fact"
        if fact not in self.definitions:
            judged = term.datatype == "boolean" or term.yes_no
            keys: Schema = dict.fromkeys((VALUE, CONCLUSION) if judged else (VALUE,), value)
            named: list[JsonValue] = [{"required": [key]} for key in keys]
            stated = _object(keys | _BESIDE, []) | {"oneOf": named, "allOf": [_ref("stated"), _ref("confirmed")]}
            self.definitions[fact] = {"if": {"type": "object"}, "then": stated, "else": value}
        return _described(term, _ref(fact))


def _shared(term: Term) -> str:
    """What the schema of values is called that many terms share; empty for those that bear the name of a term."""
    if term.datatype == "boolean":
        return "claimedYesNo" if term.burden else "yesNo"
    return "name" if term.datatype == "text" and term.label != "所在地" else ""


def _described(term: Term, schema: Schema) -> Schema:
    provider = f"由{term.provider}提供。" if term.provider else ""
    unit = f"单位:{term.unit}。" if term.unit not in ("", "1") else ""
    return {"description": f"{term.definition}{unit}{provider}"} | schema


# --- 指标 and 认定 ----------------------------------------------------------------------------------------------


def _list(name: str) -> Schema:
    return {"type": ["array", "null"], "items": _ref(name)}


def _item(form: Form, terms: Sequence[Term], values: _Values) -> Schema:
    """An item of a list: which values it may have depends on the fact that it names."""
    keys: Schema = {
        form.name: one_of(t.label for t in terms),
        form.about: _ref("text"),
        form.value: {},
        form.when: _ref("periodOrUnknown"),
        ORGANS: _ORGANS,
        STARTS: _ref("dayOrUnknown"),
        ENDS: _ref("dayOrUnknown"),
    }
    keys |= _BESIDE
    labels: dict[str, list[str]] = {}
    for term in terms:
        labels.setdefault(values.value(term), []).append(term.label)
    by_name = [_if({form.name: one_of(named)}, {form.value: _ref(value)}) for value, named in labels.items()]
    if form is _OF:
        others = one_of(t.label for t in terms if t.subject != "文件")
        by_name.append(_if({form.name: others}, {STARTS: _ref("unknown"), ENDS: _ref("unknown")}))
    allowed = {form.name, form.about, form.value, form.when, *form.beside}
    item = _object({k: v for k, v in keys.items() if k in allowed}, [form.name, form.about, form.value])
    return item | {"allOf": [_ref("confirmed"), *by_name]}


def _if(given: Schema, then: Schema) -> Schema:
    return {"if": {"properties": given}, "then": {"properties": then}}


# --- where values come from -------------------------------------------------------------------------------------


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Mapping[str, JsonValue], required: Sequence[str]) -> Schema:
    made: Schema = {"type": "object", "properties": {**properties}, "additionalProperties": False}
    return made | ({"required": [*required]} if required else {})


_BESIDE: Final[Schema] = {
    WHEN: _ref("periodOrUnknown"),
    SOURCE: _ref("textOrUnknown"),
    ORIGIN: _ref("origin"),
    CONFIRMED_BY: _ref("textOrUnknown"),
    VALID_UNTIL: _ref("dayOrUnknown"),
    EVIDENCE: _ref("evidence"),
}
_ORGANS: Final = either(
    _ref("textOrUnknown"), {"type": "array", "items": _ref("text"), "minItems": 1, "uniqueItems": True}
)
_EVIDENCE: Final = either(
    _ref("textOrUnknown"),
    _object(
        {EVIDENCE_KEYS[0]: {"not": _ref("unknown")} | TEXT} | dict.fromkeys(EVIDENCE_KEYS[1:], _ref("textOrUnknown")),
        EVIDENCE_KEYS[:1],
    ),
)


def _given(key: str) -> Schema:
    """That a key is given, and not as unknown."""
    return {"required": [key], "properties": {key: {"not": _ref("unknown")}}}


def _null(key: str) -> Schema:
    return {"required": [key], "properties": {key: {"type": "null"}}}


_CONFIRMED: Final[Schema] = {
    "description": "「确认人」和「有效期至」一并写明,或都不写。",
    "if": either(_given(CONFIRMED_BY), _given(VALID_UNTIL)),
    "then": {"allOf": [_given(CONFIRMED_BY), _given(VALID_UNTIL)]},
}
_STATED: Final[Schema] = {
    "description": "写了时点或者来源的,值不能是 null;不知道的写「不详」。",
    "if": either(_null(VALUE), _null(CONCLUSION)),
    "then": {"properties": {key: _ref("unknown") for key in (WHEN, *KEYS)}},
}
_POSITION: Final = _object(
    {
        "经度": {"type": ["number", "string"], "minimum": 73, "maximum": 136, "pattern": _DEGREES},
        "纬度": {"type": ["number", "string"], "minimum": 3, "maximum": 54, "pattern": _DEGREES},
        "坐标系": one_of(SYSTEMS),
    },
    ["经度", "纬度", "坐标系"],
)
