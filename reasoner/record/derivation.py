"""Every verdict of a record derived again, by the rule base it was made with: by the independent checker and by judging.

What a decision or a letter names must be the verdict that stands before it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

import msgspec

from policy_dsl.ir import JsonValue, to_data
from reasoner import ENGINE
from reasoner.model.application import GivenFact, SharedFacts
from reasoner.model.rule_base import RuleBase
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.differences import differences
from reasoner.proof.fault_sentences import sentence_of
from reasoner.proof.rule_base_check import CheckedBase, check_base
from reasoner.record.kept_application import application_of, facts_of, judged_again
from reasoner.record.log_entry import Entry, Payload, sha256
from reasoner.record.recording import DECISION, LETTER, VERDICT, VerdictPayload, read_rules
from reasoner.record.store import Kept

_BASES: Final = 2
"""So many rule bases are in memory at a time."""
_LAYERS: Final = 4
_MOST: Final = 20
"""So many faults of one entry are listed."""


class KeptRules(NamedTuple):
    """A rule base that was kept, for both ways to derive a verdict."""

    base: RuleBase
    checked: CheckedBase
    faults: tuple[str, ...]
    """What is wrong with it."""


class Unreadable(Exception):
    """Something that was kept is not there, or is not what its digest says: why, in Chinese."""


class OtherForm(Exception):
    """What was kept is whole, and of a form that this version of the program does not read: why, in Chinese."""


class KeptSource(Protocol):
    """Where what is kept comes from: a store, or a package."""

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest, unchecked; None: nothing."""


class KeptParts:
    """What a store keeps beside the entries, read when it is needed and forgotten when there is too much of it."""

    def __init__(self, source: KeptSource) -> None:
        self._source = source
        self._rules: OrderedDict[tuple[str, str], KeptRules] = OrderedDict()
        self._layers: OrderedDict[tuple[str, str], SharedFacts] = OrderedDict()

    def content(self, kind: Kept, digest: str) -> bytes:
        """What is kept under a digest. Raises Unreadable."""
        content = self._source.kept(kind, digest)
        what = {Kept.RULES: "规则库", Kept.TEXTS: "文件原文", Kept.FACTS: "共用的指标和认定"}[kind]
        if content is None:
            raise Unreadable(f"作出研判时的{what}没有了或者已经损坏({digest[:12]})")
        if sha256(content) != digest:
            raise Unreadable(f"作出研判时的{what}与校验码不符({digest[:12]}):被改动过")
        return content

    def rules(self, rules: str, texts: str) -> KeptRules:
        """A rule base with its texts, by their digests. Raises Unreadable, OtherForm."""
        known = self._rules.get((rules, texts))
        if known is None:
            content, words = self.content(Kept.RULES, rules), json.loads(self.content(Kept.TEXTS, texts))
            try:
                base = read_rules(content)
                plain = json.loads(content)
                known = KeptRules(base, CheckedBase(plain, words), tuple(check_base(plain)))
            except (ValueError, KeyError, TypeError, RecursionError):
                raise OtherForm(f"作出研判时的规则库是另一版程序的格式({rules[:12]}),本程序不能据以推导") from None
            self._rules[rules, texts] = known
            if len(self._rules) > _BASES:
                self._rules.popitem(last=False)
        self._rules.move_to_end((rules, texts))
        return known

    def layer(self, digest: str, rules: str, base: RuleBase) -> SharedFacts | None:
        """Facts that applications share, by their digest; None: no digest. Raises Unreadable."""
        if not digest:
            return None
        key = (digest, rules)
        known = self._layers.get(key)
        if known is None:
            given = msgspec.json.decode(self.content(Kept.FACTS, digest), type=tuple[GivenFact, ...])
            known = self._layers[key] = SharedFacts(facts_of(given, base.vocabulary))
            if len(self._layers) > _LAYERS:
                self._layers.popitem(last=False)
        return known


class Derived(NamedTuple):
    """What became of one entry."""

    faults: tuple[str, ...]
    """What is false in it, in Chinese."""
    not_derived: str = ""
    """Why it could not be derived with this version of the program; empty: it was, or is no verdict."""


class Derivations:
    """Holds entries against what they rest on, in the order of the record; remembers 41 bytes of each verdict and decision."""

    def __init__(self, source: KeptSource, *, verdicts: bool = True) -> None:
        """verdicts: whether they are derived again, which takes time; else only references are looked at."""
        self._parts = KeptParts(source)
        self._verdicts = verdicts
        self._named: dict[int, bytes] = {}
        """Of each verdict and decision its kind, digest and application, 41 bytes, by number."""
        self.verdicts = 0

    def of(self, entry: Entry) -> Derived:
        """What became of an entry, which comes behind all those that it can name."""
        derived = self._of(entry)
        if entry.kind in (VERDICT, DECISION):
            name = entry.payload.get("application")
            name = name.get("id") if isinstance(name, dict) else name
            self._named[entry.n] = _known(entry.kind, entry.digest, name)
        return derived

    def _of(self, entry: Entry) -> Derived:
        if entry.kind == VERDICT:
            self.verdicts += 1
            return self._derived(entry.payload) if self._verdicts else Derived(())
        if entry.kind in (DECISION, LETTER):
            faults = [*self._reference(entry, "verdict", VERDICT, "研判结果")]
            if entry.kind == LETTER and "decision" in entry.payload:
                faults += self._reference(entry, "decision", DECISION, "决定")
            return Derived(tuple(faults))
        return Derived(())

    def _reference(self, entry: Entry, key: str, kind: str, what: str) -> list[str]:
        """What is wrong with the entry that another names."""
        named = entry.payload.get(key)
        n, digest = (named.get("n"), named.get("digest")) if isinstance(named, dict) else (None, None)
        known = self._named.get(n) if type(n) is int else None
        if known is None or not isinstance(digest, str) or known[:1] != _known(kind, "", None)[:1]:
            return [f"所据的{what}不在它前面的记录里"]
        if known[1:33].hex() != digest:
            return [f"所据的{what}(第{n}条)与它所写的校验码不符"]
        if known != _known(kind, digest, entry.payload.get("application")):
            return [f"所据的{what}(第{n}条)是另一份申请的"]
        return []

    def _derived(self, plain: Payload) -> Derived:
        try:
            payload = msgspec.convert(dict(plain), VerdictPayload)
        except (msgspec.ValidationError, RecursionError):
            return _unlike(plain, "不是完整的研判结果")
        if to_data(payload) != plain:
            return _unlike(plain, "研判结果里有不属于它的栏目,或者写明了不必写明的栏目")
        try:
            rules = self._parts.rules(payload.rules, payload.texts)
            layer = self._parts.layer(payload.application.shared, payload.rules, rules.base)
        except Unreadable as why:
            return Derived((str(why),))
        except OtherForm as why:
            return Derived((), str(why))
        except (ValueError, RecursionError):
            return Derived(("作出研判时共用的指标和认定读不懂",))
        faults = [*rules.faults, *_by_proof(to_data(payload.verdict), rules), *_by_judging(payload, rules, layer)]
        if faults and payload.verdict.receipt.engine != ENGINE:
            version = f"由 {payload.verdict.receipt.engine} 作出,本程序是 {ENGINE}:推导不同可能是版本不同所致,用当时的版本再核对"
            faults.append(version)
        return Derived(tuple(dict.fromkeys(faults))[:_MOST])


def _unlike(plain: Payload, fault: str) -> Derived:
    """A verdict that has not the form of ours: one of another version cannot be derived, one of this is none."""
    verdict = plain.get("verdict")
    receipt = verdict.get("receipt") if isinstance(verdict, dict) else None
    engine = receipt.get("engine") if isinstance(receipt, dict) else ENGINE
    if engine == ENGINE:
        return Derived((fault,))
    return Derived((), f"由 {str(engine)[:40]} 作出,写法与本程序({ENGINE})不同,不能推导:用当时的版本核对")


def _known(kind: str, digest: str, application: object) -> bytes:
    """Kind, digest and application of an entry in few bytes."""
    name = str(application).encode("utf-8", "replace")
    return kind[:1].encode() + bytes.fromhex(digest) + bytes.fromhex(sha256(name))[:8]


def _by_proof(verdict: JsonValue, rules: KeptRules) -> list[str]:
    """What the independent checker finds false in a verdict."""
    if not isinstance(verdict, dict) or not isinstance(receipt := verdict.get("receipt"), dict):
        return ["不是完整的研判结果"]
    # The checker holds the version to its own; another version is told apart.
    as_now = verdict | {"receipt": receipt | {"engine": ENGINE}}
    return [sentence_of(fault, as_now) for fault in check_verdict(as_now, rules.checked)]


def _by_judging(payload: VerdictPayload, rules: KeptRules, layer: SharedFacts | None) -> list[str]:
    """Where a verdict differs from that which judging the application again gives."""
    verdict = payload.verdict
    try:
        application = application_of(payload.application, layer, rules.base.vocabulary)
        again = judged_again(rules.base, application, verdict)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        return [f"所记的申请不能再研判一次({type(error).__name__})"]
    expected, recorded = to_data(again), to_data(verdict)
    if not isinstance(expected, dict) or not isinstance(recorded, dict):
        return ["不是完整的研判结果"]
    receipt = recorded["receipt"]
    if isinstance(receipt, Mapping) and isinstance(expected["receipt"], dict):
        expected["receipt"]["engine"] = receipt["engine"]
    if expected == recorded:
        return []
    faults = [f"{path}:{what}" for path, what in differences(expected, recorded, "")]
    return [f"再研判一次的结果不同:{sentence_of(fault, recorded)}" for fault in faults] or ["再研判一次的结果不同"]
