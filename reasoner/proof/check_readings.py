"""The part of the proof checker that turns readings: what a verdict says of alternatives is derived again.

It goes by the marks on the rules (异读, removes) and by the days that a reading names, not by the lists that the compiler
made of them, and judges in full every alternative by which a rule on the matter, a day of force or an organ is another.
On which readings a verdict rests it sees in what the verdict must say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reasoner.model.messages import TOUCHING
from reasoner.proof.outcome import Derivation, Judgement
from reasoner.proof.touching import as_a_basis
from reasoner.proof.versions import id_of, in_versions

Data = dict[str, Any]
Conclude = Callable[[Data], Data]
"""Outcome, label and what is possible by a rule base."""
OF_FORCE = {"施行之日", "未载终期"}
_TOLD = ("question", "used", "alternative", "basis")
_AS_A_BASIS = TOUCHING["reading"].partition("{")[0]
"""How the why of a clause begins that is cited only because a reading relies on its words."""


def readings_of(
    verdict: Data, expected: Data, judgement: Judgement | None, base: Data, conclude: Conclude
) -> tuple[list[Data], list[Data]]:
    """What `readings` and `readings_not_run` must say.

    expected, judgement: the verdict derived under the readings in use, and what was judged for it.
    """
    changing: list[Data] = []
    not_run: list[Data] = []
    reasons = expected["reasons"]
    only = verdict.get("only")
    rested_on = rested_upon(expected, judgement, base)
    organs_of = other_organs(base)
    for document in _documents(verdict, base):
        for reading in document["readings"]:
            entry = {"document": document["id"], "reading": reading["name"]} | {k: reading[k] for k in _TOLD}
            norms = turn(document, reading)
            moved = [n for n in document["norms"] if (n in norms) != (n["alternative_of"] is None)]
            organs = organs_of.get(f"{document['id']}/{reading['name']}", {})
            if not moved and not reading["starts"] and not reading["ends"] and not organs:
                of_force = not OF_FORCE.isdisjoint(reading["kinds"]) and document["id"] in reasons["governing"]
                if not reading["of_duties"] and (of_force or (document["id"], reading["name"]) in rested_on):
                    not_run.append(entry)
                continue
            if only is not None and document["id"] not in map(id_of, only):
                continue
            if not any(g["fact"] in organs and g.get("determined_by") for g in verdict["given"]):
                organs = {}  # no organ determined any of these facts: whose they are makes no difference
            on_the_matter = any(verdict["matter"] in n["matters"] for n in moved)
            if not on_the_matter and not reading["starts"] and not reading["ends"] and not organs:
                continue  # of no document another rule is read or another day: it is judged as it was
            other = conclude(_with(verdict, base, document, reading, norms, organs))
            if other["outcome"] != expected["outcome"]:
                changing.append(entry | {f"{k}_if_alternative": other[k] for k in ("outcome", "label", "possible")})
    return changing, not_run


def _documents(verdict: Data, base: Data) -> list[Data]:
    """The documents of the place, whether they were looked at or not; none where it is not known."""
    parents = {r["code"]: r.get("parent", "") for r in base["vocabulary"]["regions"]}
    above, code = [], verdict["region"] or ""
    while code:
        above.append(code)
        code = parents[code]
    return [d for d in base["documents"] if d["region"] in above]


_STATEMENTS = ("judgements", "observations", "duties", "proposals", "definitions", "standards", "targets")


def rested_upon(expected: Data, judgement: Judgement | None, base: Data) -> set[tuple[str, str]]:
    """Document and name of every reading that a verdict rests on, be it one by which a sentence is no rule."""
    claims = {t["label"] for t in base["vocabulary"]["terms"] if t.get("burden")}
    reaching = [r for r in expected["reasons"]["rules"] if not _idle(r, claims)]
    beyond = {r["rule"] for r in expected["reasons"]["rules"] if r not in reaching}
    names = {(r["clause"].partition("/")[0], name) for r in reaching for name in r.get("readings", ())}
    if judgement is not None:
        own = judgement.own.apart()
        goals = [n for d in judgement.documents.values() for n in own.norms_of(d) if n["supports"]]
        goals = [n for n in goals if own.truth(n["scope"])[0] is not False]
        names |= {(n["document"], name) for n in goals for name in n["readings"]}
    spoken = {t["clause"] for t in expected["touching"] if not t["why"].startswith(_AS_A_BASIS)}
    spoken |= {c["clause"] for c in expected["citations"] if c["rule"] not in beyond}
    for document in base["documents"]:
        clauses = [c for c in document["clauses"] if c["clause"] in spoken]
        lists = [s for c in clauses for k in _STATEMENTS for s in c.get(k, ())]
        names |= {(document["id"], name) for s in lists for name in s.get("readings", ())}
    bases = [*_authorities(expected["reasons"]["rules"]), *_authorities([*expected["facts"], *expected["missing"]])]
    return names | {(n.partition("/")[0], n.partition("/")[2]) for b in bases for n in b.get("readings", ())}


def _idle(rule: Data, claims: set[str]) -> bool:
    """Whether a rule does not reach the applicant, or would favour a claim (`claims`, labels) that nobody makes."""
    if rule["scope"]["status"] == "false":
        return True
    if rule["status"] != "false" or rule["effect"] not in ("exempt", "prefer"):
        return False
    read = [*_leaves(rule["condition"])]
    return bool(read) and all(f["fact"] in claims and f["value"] in ("无", "否") for f in read)


def _leaves(data: Any) -> Iterator[Data]:
    """The facts of the nodes of a condition."""
    if isinstance(data, dict) and data.get("is") == "fact":
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _leaves(part)


def _authorities(data: Any) -> Iterator[Data]:
    """Whose each determination in some data is."""
    if isinstance(data, dict):
        if "authority" in data:
            yield data["authority"]
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _authorities(part)


def turn(document: Data, reading: Data) -> list[Data]:
    """The rules that decide under the alternative of a reading, in the order of the document."""
    name = reading["name"]
    replaced = [(n["clause"], n["name"]) for n in document["norms"] if n["alternative_of"] == name]
    gone = [f"{document['id']}/{rule}" for rule in reading["removes"]]
    return [
        n
        for n in document["norms"]
        if n["alternative_of"] == name
        or (n["alternative_of"] is None and (n["clause"], n["name"]) not in replaced and n["id"] not in gone)
    ]


def other_organs(base: Data) -> dict[str, dict[str, list[Data]]]:
    """By reading (document/name), and by label, the facts whose organ the reading infers and its alternative says otherwise,
    each with whose the determinations are under the alternative.
    """
    others: dict[str, dict[str, list[Data]]] = {}
    for term in base["vocabulary"]["terms"]:
        made = [*term.get("authorities", ())]
        for inferred in dict.fromkeys(n for a in made for n in a.get("readings", ())):
            turned = [a | a.get("otherwise", {}) if inferred in a.get("readings", ()) else a for a in made]
            if turned != made:
                others.setdefault(inferred, {})[term["label"]] = turned
    return others


def _with(
    verdict: Data, base: Data, document: Data, reading: Data, norms: list[Data], organs: dict[str, list[Data]]
) -> Data:
    """The rule base with these rules in use in one document, the days of force that the reading names, and these organs."""
    used = [n | {"alternative_of": None} for n in norms]
    turned = document | {"norms": used, "regulates": sorted({m for n in used for m in n["matters"]})}
    turned |= {k: reading[k] for k in ("starts", "ends") if reading[k]}
    words = base["vocabulary"]
    if organs:
        terms = [t | {"authorities": organs.get(t["label"], t.get("authorities", ()))} for t in words["terms"]]
        words = words | {"terms": terms}
    every = [turned if d is document else d for d in base.get("every") or base["documents"]]
    documents = in_versions(every, verdict["as_of"], verdict["received"], verdict.get("only"))
    return base | {"documents": documents, "every": every, "vocabulary": words}


def resting_clauses(rules: Iterable[tuple[Data, bool | None, Data]], own: Derivation) -> list[Data]:
    """The clauses elsewhere on whose words readings rely, of rules that can reach the applicant."""
    documents = {d["id"]: d for d in own.base["documents"]}
    clauses: dict[tuple[str, str], Data] = {}
    for norm, truth, node in rules:
        registered = {r["name"]: r for r in documents[norm["document"]]["readings"]}
        for name in norm["readings"] if node["scope"]["status"] != "false" else ():
            for address in registered.get(name, {}).get("rests_on", ()):
                known = documents[address.partition("/")[0]]["clauses"]
                clause = next(c for c in known if c["clause"] == address)
                kind = as_a_basis(own, clause, truth is True)
                if kind:
                    why = TOUCHING[kind].format(reading=name)
                    entry = {k: clause[k] for k in ("clause", "quote", "place")} | {"why": why}
                    clauses.setdefault((address, name), entry)
    return list(clauses.values())


# --- who confirmed them ---------------------------------------------------------------------------------------------


def confirmation_faults(verdict: Data, expected: Data, base: Data) -> Iterator[str]:
    """What is wrong with what a verdict says of confirmations.

    It says how its readings stood when it was made. Statements are only ever added to the records, so that whatever they
    once came to is true for ever: nothing said, or one of the statements on record. What no record bears out is false.
    """
    named = {(r["clause"].partition("/")[0], n) for r in expected["reasons"]["rules"] for n in r.get("readings", ())}
    entries = [*expected.get("readings", ()), *expected.get("readings_not_run", ())]
    named |= {(e["document"], e["reading"]) for e in entries}
    documents = {d["id"]: d for d in base["documents"]}
    listed: dict[tuple[str, str], Data] = {}
    order = [(d["id"], r["name"]) for d in base["documents"] for r in d["readings"]]
    for number, entry in enumerate(verdict.get("confirmations", ())):
        key = (entry["document"], entry["reading"])
        where = f"confirmations[{number}]"
        if set(entry) != {"document", "reading", "state", "by", "date"} or key in listed:
            yield f"{where}:写法不对"
        elif key not in named:
            yield f"{where}:研判不据「{key[1]}」"
        elif not any(_same(entry, s) for s in _statements(documents[key[0]], key[1])):
            yield f"{where}:没有「{key[1]}」的这条确认记录"
        listed[key] = entry
    if list(listed) != [k for k in order if k in listed]:
        yield "confirmations:次序不对"
    for part in ("readings", "readings_not_run"):
        for number, entry in enumerate(verdict.get(part) or ()):
            last = listed.get((entry["document"], entry["reading"]), {})
            by = last.get("by") if last.get("state") == "confirmed" else ""
            if entry.get("confirmed_by") != by:
                yield f"{part}[{number}].confirmed_by:应为「{by}」"


def _same(entry: Data, statement: Data) -> bool:
    return {k: entry[k] for k in ("state", "by", "date")} == statement


def _statements(document: Data, name: str) -> Iterator[Data]:
    """What was ever said of a reading, as far as the records of the rule base go."""
    (reading,) = (r for r in document["readings"] if r["name"] == name)
    if reading["status"] is not None:
        yield reading["status"]
    for c in document.get("confirmations", ()):
        if c["reading"] == name:
            states = ("confirmed", "stale") if c["action"] == "confirm" else ("doubted",)
            yield from ({"state": state, "by": c["by"], "date": c["date"]} for state in states)


def without_confirmations(verdict: Data) -> Data:
    """A verdict without what it says of who confirmed readings, which is no matter of its derivation."""
    parts = {
        part: [{k: v for k, v in e.items() if k != "confirmed_by"} for e in verdict[part]]
        for part in ("readings", "readings_not_run")
        if isinstance(verdict.get(part), list)  # what else stands there is no list of readings, and differs
    }
    return {k: v for k, v in verdict.items() if k != "confirmations"} | parts
