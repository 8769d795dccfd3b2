"""The words of the matrix of topics: what a cell, a clause and a difference say, whatever shows them.

A heading says what kind of statement stands there; numbers and conditions are left to the words of the text. What a rule
makes of them stands beside it as the rule's, with the readings on which it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reasoner.report.topic_blocks import DECIDING, Block, blocks
from reasoner.topics.cells import AUTHORISING
from reasoner.topics.matching import NATURE_OF_EFFECT

Data = Mapping[str, Any]

STATES: Final = {
    "stated": "有规定",
    "defers": "未作具体规定",
    "duty": "对医保部门有要求,不决定个案",
    "mentioned": "提到,未见可据以研判的规定",
    "missing": "文本缺失",
    "silent": "未作规定",
}
OTHERS: Final = {"duty": "另有{}处对医保部门的要求,不决定个案", "mentioned": "另有{}处提到"}
"""How what decides nothing is counted, by the weight of a clause."""
_STRENGTHS: Final = {"存量": "以调整存量为主"}
_KINDS: Final = {
    "duty": "义务", "standard": "规划标准", "target": "目标", "observation": "数据", "text": "表述", "missing": "缺文",
}  # fmt: skip


def said(cell: Data) -> str:
    """A cell in a few words: the words of the text that decide, or what kind of answer it is."""
    if cell["state"] != "stated":
        return answer(cell)
    deciding = [b for b in blocks(cell) if b.weight == DECIDING]
    rules = [Block(b.clause, b.weight, tuple(e for e in b.entries if e["kind"] == "norm")) for b in deciding]
    return ";".join(b.words.rstrip("。") + _qualified(b) for b in rules if b.entries)


def _qualified(block: Block) -> str:
    """That a preference leaves a restriction as it is: its own words alone would promise more."""
    kept = dict.fromkeys(_not_lifted(x) for e in block.entries for x in e["not_lifted"])
    return f"({';'.join(kept)},据解释)" if kept else ""


def _not_lifted(restriction: Data) -> str:
    return f"优先不解除「{restriction['words']}」"


def answer(cell: Data) -> str:
    """What kind of answer a cell is; where it leaves the topic to others, to whom."""
    if cell["reports"] and cell["state"] in ("silent", "mentioned"):
        return ("提到;" if cell["state"] == "mentioned" else "") + only_reports(cell["reports"])
    if cell["state"] != "defers":
        return STATES[cell["state"]]
    found = [r for e in cell["entries"] for r in e.get("refers_to", ())]
    bodies = dict.fromkeys(f",由{r['name']}{r['act']}" for r in found if r["kind"] == "authority")
    texts = dict.fromkeys(named(r) for r in found if r["kind"] != "authority")
    seam = ";" if bodies else ","
    return STATES["defers"] + "".join(bodies) + (f"{seam}指向{'、'.join(texts)}" if texts else "")


def only_reports(count: int) -> str:
    """What is known of a region of which reports alone are held, and nothing that lays down rules."""
    held = "一份" if count == 1 else f"{count}份"
    return f"已收录的只有{held}评估报告,不具规范效力;有无规定不详"


def assessed(document: Data) -> str:
    """Of a report: what it assesses, where that is not held."""
    names = "、".join(f"《{a['name']}》" for a in document["assesses"] if not a["held"])
    return f";所评估的{names}未收录" if names else ""


def named(reference: Data) -> str:
    """A text as the clause names it: 《》 only where the clause writes them, and whether it is held where that is known."""
    if reference["kind"] == "described":
        return f"「{reference['name']}」"
    annex = "附件" if reference["kind"] == "annex" else ""
    return f"{annex}《{reference['name']}》({'已收录' if reference['held'] else '未收录'})"


def term(document: Data, today: str = "") -> str:
    """Until when a document says that it holds; empty where it says nothing. today: where known, whether that is past."""
    if document["ends_basis"] == "不明":
        return "效力期限不明,须核对原件"
    if not document["ends"]:
        return ""
    name, end = "规划期" if document["ends_basis"] == "规划期" else "有效期", document["ends"]
    if today > end:
        return f"{name}至{end},已届满;届满不当然等于废止,须另行确认现行依据"
    return f"{name}至{end},此后须另行确认现行依据"


def heading(block: Block) -> str:
    """What kinds of statement a clause makes on the topic, each once."""
    return "、".join(dict.fromkeys(label(e) for e in block.entries))


def label(entry: Data) -> str:
    """What a statement is, with its strength where the text writes it, and whether it rests on a reading."""
    if entry["kind"] == "norm":
        strength = str(_STRENGTHS.get(entry["strength"], entry["strength"]))
        goal = "目标性规定" if entry["supports"] else ""
        return _marked(
            NATURE_OF_EFFECT[entry["effect"]], strength if _written(strength, entry) else "", goal, _read(entry)
        )
    if entry["aside"]:
        return "相关表述"
    if entry["kind"] == "text":
        return str(entry["nature"])
    if entry["kind"] != "duty":
        return _marked(_KINDS[entry["kind"]], _read(entry))
    if entry["strength"] in AUTHORISING:
        return _marked("授权", entry["strength"], _read(entry))
    kind = _KINDS["duty" if entry["state"] in ("duty", "defers") else "text"]
    return _marked(kind, "" if entry["strength"] == "陈述" else entry["strength"], _read(entry))


def _marked(kind: str, *marks: str) -> str:
    shown = ",".join(m for m in marks if m)
    return f"{kind}({shown})" if shown else kind


def _written(strength: str, entry: Data) -> bool:
    return any(strength in "".join(w.split()) for w in entry["words"])


def _read(entry: Data) -> str:
    return "据解释" if entry["readings"] else ""


def told(block: Block) -> Iterator[str]:
    """What else there is to say of a clause: its rules with their readings, their matters, what it refers to, notes."""
    rules = [e for e in block.entries if e["kind"] == "norm"]
    for rule in rules:
        yield f"规则:{rule['text']}" + ("" if rule["reviewed"] else "[未经复核]") + _readings(rule)
        yield from (f"{_not_lifted(x)}(据解释:{x['reading']})。" for x in rule["not_lifted"])
    yield from dict.fromkeys(f"事项:{'、'.join(rule['matters'])}" for rule in rules)
    others = [e for e in block.entries if e["kind"] != "norm"]
    yield from dict.fromkeys(f"{label(e).partition('(')[0]}{_readings(e)}" for e in others if e["readings"])
    yield from dict.fromkeys(_reference(r) for e in others for r in e.get("refers_to", ()))
    yield from dict.fromkeys(note for e in others for note in e.get("notes", ()))


def _readings(entry: Data) -> str:
    return f"所据解释:{'、'.join(entry['readings'])}。" if entry["readings"] else ""


def _reference(reference: Data) -> str:
    if reference["kind"] == "authority":
        return f"本句未作具体规定,由{reference['name']}{reference['act']}。"
    unnamed = "(原文没有用书名号,没有写明是哪一件文件)" if reference["kind"] == "described" else ""
    return f"指向文件:{named(reference)}{unnamed}"


def incomplete(cell: Data) -> Iterator[str]:
    """A silent cell is silence only of the text that was received."""
    if cell["state"] == "silent":
        for document in cell["incomplete"]:
            yield f"《{document['title']}》收录文本缺{'、'.join(document['missing'])},所缺部分有无规定不详。"


def difference(found: Data) -> str:
    """A difference in one sentence: who writes which word, and why it matters."""
    if found["kind"] == "values":
        shown = {
            r: "、".join(values) + ("(据解释)" if r in found["read"] else "") for r, values in found["found"].items()
        }
        return f"{found['why']}{';'.join(f'{region}取{values}' for region, values in shown.items())}。"
    by = ";".join(f"「{word}」见于{'、'.join(found['found'][word])}" for word in found["words"])
    return f"{' / '.join(found['words'])}:{by}。{found['why']}"
