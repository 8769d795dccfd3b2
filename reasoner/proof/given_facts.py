"""The inputs of a verdict under the proof checker's own eyes: only what could have been given is taken for given.

The bounds are data of the vocabulary; that they are kept is checked here by code of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from reasoner.proof.evaluator import PROVENANCE
from reasoner.proof.figure_pairs import last_day
from reasoner.proof.outcome import Derivation
from reasoner.proof.plain_vocabulary import Data
from reasoner.proof.rule_base_check import OF_DOCUMENTS, CheckedBase
from reasoner.proof.versions import id_of, version_of
from reasoner.proof.written_words import OF, means_matter, means_period, means_place, means_value, narrow

ORIGINS = ("申请材料", "本局台账", "本局查询", "其他部门", "现场核查", "有权机关认定")
LEDGER = "本局台账"
_REQUIRED = ("subject", "fact", "value")
_BESIDE = ("as_at", "origin", "source", "claimed", "written", *PROVENANCE)
_EVIDENCE = ("name", "number", "page")
_FRAME = ("编号", "事项", "日期")
"""Terms that stand at the head of a verdict and are no fact among those given."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
"""A number in its one form: no sign before zero, no zeros around it."""

_PERIOD = re.compile(r"(19|20|21)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?")
_TEXT = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u017f\u01cd-\u01dc\u01f8\u01f9\u2010-\u2015\u2018-\u2022\u2025-\u2027\u2030\u2032\u2033\u203b"
    "\u2103\u2109\u2116\u2160-\u217b\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u2460-\u249b\u25a0-\u25ff\u2605\u2606"
    "\u3001-\u301f\u3220-\u3229\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6]{1,2000}"
)
"""Chinese and Latin letters, ASCII digits, marks and signs; nothing invisible, no look-alike of another script."""


def fractions_in(data: object, path: str = "") -> Iterator[str]:
    """Numbers that are not whole: a verdict has none; exact values stand in texts."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from fractions_in(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from fractions_in(value, f"{path}[{index}]")
    elif not (data is None or isinstance(data, str | int)):
        yield f"{path}:不是整数"


def check_given(verdict: Data, checked: CheckedBase) -> Iterator[str]:
    """What in matter, place, days and facts could not have been given, or is nothing that the rules could read."""
    head = list(_check_head(verdict, checked))
    yield from head
    if head:
        return
    given = verdict["given"]
    wrong = [f"given[{i}]:{fault}" for i, entry in enumerate(given) for fault in _check_entry(entry, verdict, checked)]
    yield from wrong
    if wrong:
        return
    yield from _check_together(Derivation(verdict, checked.base, (), checked.vocabulary), checked)
    keys = [(entry["subject"], entry["fact"], entry.get("as_at", "")) for entry in given]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        yield f"given:{twice[0]}的「{twice[1]}」同一时点给出多次"
    if keys != sorted(keys):
        yield "given:事实的次序不对"
    readable = set(_readable(verdict, checked))
    for excess in Derivation(verdict, checked.base, (), checked.vocabulary).excesses:
        if not readable.isdisjoint((excess.part, excess.whole)):
            readable |= {excess.part, excess.whole}
    for subject, name in dict.fromkeys((s, n) for s, n, _ in keys):
        if subject not in ("申请", "机构") and (subject, name) not in readable:
            yield f"given:{subject}的「{name}」不是本事项的规则所读的事实"


def _check_head(verdict: Data, checked: CheckedBase) -> Iterator[str]:
    """Number, matter, days, place, and the documents asked for."""
    vocabulary = checked.vocabulary
    if not is_text(verdict["application"]):
        yield "application:不是编号"
    if verdict["matter"] not in vocabulary.matters:
        yield f"matter:没有事项「{verdict['matter']}」"
    called = verdict.get("matter_written", verdict["matter"])
    if not isinstance(called, str) or not is_text(called) or not means_matter(called, verdict["matter"], vocabulary):
        yield f"matter_written:「{called}」不是这一事项"
    yield from (f"{k}:不是日期「{verdict[k]}」" for k in ("received", "as_of") if not _is_day(verdict[k]))
    written = verdict.get("received_written", verdict["received"])
    if not isinstance(written, str) or not means_period(written, verdict["received"]):
        yield f"received_written:「{written}」不是这一天"
    region = verdict["region"]
    if region is not None and vocabulary.regions.get(region, {}).get("level") not in ("county", "prefecture"):
        yield f"region:不是机构所在的区县或市「{region}」"
    if "under" in verdict and (region is None or verdict["under"] != region):
        yield "under:不是研判时所设的地区"
    only = verdict.get("only", ())
    if "only" in verdict and not (isinstance(only, list) and only and _names_of_documents(only, checked)):
        yield "only:不是已收录文件的标识"


def _names_of_documents(only: list[object], checked: CheckedBase) -> bool:
    """Whether these are names of documents, each document once, in their order: `id`, or `id@version` of several."""
    versions = {id_: f"{id_}@{version_of(d)}" for id_, d in checked.documents.items()}
    names = [name for name in only if isinstance(name, str)]
    known = all(
        name in versions or (checked.several(i) and versions.get(i) == name) for name in names for i in [id_of(name)]
    )
    return known and len(names) == len(only) == len({*map(id_of, names)}) and names == sorted(names)


def _check_entry(entry: Data, verdict: Data, checked: CheckedBase) -> Iterator[str]:
    """One given fact: its form, whose it is, its value, its day, and where it comes from."""
    subject, name, value = (entry[k] for k in _REQUIRED)
    term = checked.vocabulary.facts.get(name)
    unknown = [k for k in entry if k not in _REQUIRED + _BESIDE]
    if term is None or name in _FRAME or not isinstance(subject, str):
        yield f"没有事实「{name}」"
        return
    if unknown:
        yield f"「{name}」有不认识的内容:{'、'.join(unknown)}"
    own = term["subject"] in ("申请", "机构")
    if own != (subject in ("申请", "机构")) or (own and subject != term["subject"]):
        yield f"「{name}」不是{subject}的事实"
    claims = term.get("burden") or term.get("multiple")
    if "claimed" in entry and (entry["claimed"] is not True or value is not None or not claims):
        yield f"「{name}」不是未核实的主张"
    if not _allowed(value, term, verdict, checked):
        yield f"「{name}」不能是「{value}」"
    yield from (f"「{name}」的{fault}" for fault in _check_provenance(entry, term, checked))
    yield from (f"「{name}」{fault}" for fault in _check_written(entry, term, checked))


def _check_written(entry: Data, term: Data, checked: CheckedBase) -> Iterator[str]:
    """What stood in the application where it is read as something else: it can mean that, and that alone."""
    if "written" not in entry:
        return
    written = entry["written"]
    if (
        not isinstance(written, list)
        or not written
        or not all(isinstance(w, dict) and {*w} == {"of", "text"} for w in written)
    ):
        yield "的写法没有写明"
        return
    if [w["of"] for w in written] != [of for of in OF if of in [w["of"] for w in written]]:
        yield "的写法不是数值、时点、地区的写法"
    for text in (w["text"] for w in written):
        if not isinstance(text, str) or not is_text(" ".join(narrow(text).split())):
            yield "的写法不是文字"
            return
    for of, text in ((w["of"], w["text"]) for w in written):
        meant = (
            means_value(text, entry["value"], term, checked.vocabulary) if of == "数值"
            else means_period(text, entry.get("as_at", "")) if of == "时点" and "as_at" in entry
            else of == "地区" and means_place(text, entry["subject"], checked.vocabulary)
        )  # fmt: skip
        if not meant:
            yield f"写的是「{text}」,不能这样读"


def _is_organ(name: str, checked: CheckedBase) -> bool:
    """Whether a name is that of an organ of the vocabulary or of an issuer of a document held."""
    register = checked.vocabulary.register
    issuers = {i for d in checked.every for i in d["issuers"]}
    return not register.kinds or name in issuers or register.organ(name) is not None


def _check_provenance(entry: Data, term: Data, checked: CheckedBase) -> Iterator[str]:
    """Day, origin, source, organs, confirmation and evidence; what was not given does not stand there."""
    if "as_at" in entry and not (isinstance(entry["as_at"], str) and _is_period(entry["as_at"])):
        yield f"时点「{entry['as_at']}」不存在"
    if "origin" in entry and entry["origin"] not in ORIGINS:
        yield f"来源类型「{entry['origin']}」不存在"
    named = {"source": "来源", "confirmed_by": "确认人"}
    yield from (f"{named[k]}「{entry[k]}」不是文字" for k in named if k in entry and not is_text(entry[k]))
    if "valid_until" in entry and not _is_day(entry["valid_until"]):
        yield f"有效期至「{entry['valid_until']}」不是日期"
    if ("confirmed_by" in entry) != ("valid_until" in entry) and entry.get("origin") != LEDGER:
        yield "确认人和有效期至缺一项"
    yield from _check_period(entry, term)
    organs = entry.get("determined_by", ["x"])
    distinct = isinstance(organs, list) and all(map(is_text, organs)) and 0 < len({*organs}) == len(organs)
    judged = term.get("datatype") == "boolean" or term.get("yes_no")
    if not distinct or ("determined_by" in entry and not judged):
        yield "认定机关不是机关的名单"
    elif "determined_by" in entry:
        yield from (f"认定机关「{name}」不是机关" for name in organs if not _is_organ(name, checked))
    evidence = entry.get("evidence", {"name": "x"})
    if not (isinstance(evidence, dict) and "name" in evidence and {*evidence} <= {*_EVIDENCE}) or not all(
        map(is_text, evidence.values())
    ):
        yield "依据没有写明名称"


def _check_together(own: Derivation, checked: CheckedBase) -> Iterator[str]:
    """Facts that contradict the matter or each other: services held that are asked for, beds that the kind cannot have."""
    matter = checked.vocabulary.matters[own.given["matter"]]

    def on_receipt(subject: str, name: str) -> Any:
        days = [o for o in own.facts.get((subject, name), ()) if not o[1] or last_day(o[1]) <= own.given["received"]]
        return max(days, key=lambda o: (last_day(o[1]), len(o[1])), default=(None,))[0]

    services, adds = on_receipt("机构", "已定点"), matter.get("adds", ())
    if adds and not matter.get("adds_to") and isinstance(services, tuple) and set(adds) <= set(services):
        yield f"given:已在{'、'.join(adds)}定点,不能又申请「{own.given['matter']}」"
    beds, kind = on_receipt("申请", "床位类别"), on_receipt("机构", "类型")
    if kind in next((v.get("not_of", ()) for v in checked.vocabulary.values if v["label"] == beds), ()):
        yield f"given:「{kind}」的床位不能是「{beds}」"
    contracts, in_town = (
        (matter.get("adds_to"),) if services is True else services,
        on_receipt("申请", "所在镇街院护机构数"),
    )
    if isinstance(contracts, tuple) and "院护" in contracts and isinstance(in_town, Decimal) and not in_town:
        yield "given:本机构已在院护定点,所在镇街的院护机构数不能是0"


def _check_period(entry: Data, term: Data) -> Iterator[str]:
    """From when and until when a determination speaks: two days in their order, and only of one about a document."""
    days = [entry[k] for k in ("starts", "ends") if k in entry]
    yield from (f"起止日期「{day}」不是日期" for day in days if not _is_day(day))
    if days and term["subject"] != "文件":
        yield "认定不写起止日期"
    if all(map(_is_day, days)) and days != sorted(days):
        yield f"自「{days[0]}」晚于至「{days[1]}」"


def _readable(verdict: Data, checked: CheckedBase) -> Iterator[tuple[str, str]]:
    """Subject and term of what the rules can read at the place of the institution and at those that advice names."""
    own = Derivation(verdict, checked.base, (), checked.vocabulary)
    documents = own.documents_here()
    read = checked.readable(documents, verdict["matter"])
    yield from ((f"文件:{d['id']}", name) for d in documents for name in OF_DOCUMENTS)
    bindings = [own.subjects]
    if own.region is None:
        bindings = [{**own.roles, **own.bind(d["region"]), "所在镇街": own.town} for d in documents]
    names = {f["to"] for c in verdict["changes"] for f in c["facts"] if f["fact"] == "所在地"}
    names |= {place for c in verdict["changes"] for place in c.get("or", ())}
    names |= {a["value"] for m in verdict["missing"] if m["fact"] == "所在地" for a in m.get("answers", ())}
    if names:
        bindings += [own.bind(code) for name, code in own.counties().items() if name in names]
    for binding in bindings:
        yield from ((subject, term) for role, term in read if (subject := binding.get(role)))


def _allowed(value: Any, term: Data, verdict: Data, checked: CheckedBase) -> bool:
    """Whether a fact may have a value: its kind, its bounds, its list of values."""
    kind = term.get("datatype", "")
    if value is None:
        return term["label"] != "所在地" or verdict["region"] is None or "under" in verdict
    if kind in ("ratio", "count"):
        if not isinstance(value, str) or not _is_number(value, term):
            return False
        number, low, high = Decimal(value), term["minimum"], term.get("maximum", "")
        whole = kind == "ratio" or "." not in value
        return whole and number >= Decimal(low) and (not high or number <= Decimal(high))
    if kind == "boolean":
        return isinstance(value, bool)
    if term.get("multiple"):
        if value is True:
            return bool(term.get("yes_no"))
        return isinstance(value, list) and value == [v for v in term["values"] if v in value]
    if not is_text(value):
        return False
    if term["label"] == "所在地":  # given with its source; it is where the verdict says that the institution lies
        return value in checked.vocabulary.regions and (value == verdict["region"] or "under" in verdict)
    if term["label"] == "类型":
        askers = checked.vocabulary.matters[verdict["matter"]].get("members", ())
        return value in askers if askers else value in term.get("values", ())
    if kind == "date":
        return _is_day(value)
    return value in term.get("values", ()) if kind == "category" else True


def _is_number(text: str, term: Data) -> bool:
    """Whether a text is a number in its one form, with no more digits than the term allows."""
    whole, _, fraction = text.lstrip("-").partition(".")
    short = len(whole) <= term["digits"] and len(fraction) <= term["places"]
    return short and _NUMBER.fullmatch(text) is not None and text != "-0"


def is_text(value: object) -> bool:
    """Whether a value is a text in one line without blanks around it or doubled."""
    return isinstance(value, str) and _TEXT.fullmatch(value) is not None and value == " ".join(value.split())


def _is_day(text: object) -> bool:
    """Whether a text is a day that exists, within the years that applications may name."""
    return isinstance(text, str) and len(text) == 10 and _is_period(text)


def _is_period(text: str) -> bool:
    if not _PERIOD.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True
