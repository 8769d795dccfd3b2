"""What the course of a case fills into the blanks of letters that stay inside, or that correct: nobody writes it twice.

The outward letters on a decision are filled by the decision alone; no other case is named in one.
"""

from __future__ import annotations

from typing import Final

from reasoner.casework.case_steps import CaseStep, LoggedStep, round_of
from reasoner.casework.flow import opinion_notes
from reasoner.casework.step_check import signers_of
from reasoner.driver.window import casework
from reasoner.driver.window.wording import day_words
from reasoner.office import casework_store, store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseMatter
from reasoner.office.casework_store import OpenFile
from reasoner.office.keeping import table

_INSIDE: Final = ("内部审核意见", "从严个案研究意见")
_CORRECTING: Final = "更正(撤销)告知书"
_UNTOLD: Final = frozenset({CaseStep.ATTACH, CaseStep.HAND_OVER, CaseStep.JUDGE})
_LONGEST: Final = 1900
"""Characters of a blank."""


def blanks_of(member: CaseMatter, kind: str, acting: Actor) -> dict[str, str]:
    """What a case fills into the blanks of a kind of letter on one of its matters; nothing where it fills none."""
    if kind not in (*_INSIDE, _CORRECTING):
        return {}
    opened = casework_store.opened(member.file, acting)
    filled = _correction(opened.log) if kind == _CORRECTING else _opinion(member, opened, acting)
    return {k: v[:_LONGEST] for k, v in filled.items() if v}


def _correction(log: tuple[LoggedStep, ...]) -> dict[str, str]:
    for entry in reversed(log):
        for step in (CaseStep.CORRECT, CaseStep.REVOKE):
            if entry.step is step:
                return {"更正内容": entry.data.get(f"{step}内容", ""), "更正理由": entry.data.get(f"{step}理由", "")}
    return {}


def _opinion(member: CaseMatter, opened: OpenFile, acting: Actor) -> dict[str, str]:
    """The course, what is proposed and how it stands to the verdict, the cases to be compared."""
    steps = [e for e in opened.log if e.step not in _UNTOLD]
    course = "；".join(f"{day_words(e.day.isoformat())}{e.step}" for e in steps)
    filled = {"程序": f"{opened.file.number}：{course}。{_signatures(opened, acting)}"}
    proposal = table(member.proposal)
    if not proposal:
        return filled
    verdict = store.judged_case(member.case.pk).verdict
    reason = str(proposal.get("不一致理由", ""))
    beds = f"{proposal['张数']}张" if proposal.get("张数") else ""
    exception = f"（例外：{proposal['例外']}，{proposal.get('例外理由', '')}）" if proposal.get("例外") else ""
    filled |= {
        "拟办意见": f"{proposal.get('处理', '')}{beds}{exception}",
        "一致": "否" if casework.agreement_of(proposal, verdict) == "与研判不一致" else "是",
        "不一致理由": reason,
    }
    facts = casework.matter_facts(verdict)
    others = casework_store.earlier_cases(member, facts.clauses, verdict.outcome.value, proposal, acting)
    named = [
        f"{o.file.number}（{day_words(o.matter.signed)}签发，{o.matter.handling}{'，依例外' if o.matter.exception else ''}）"
        for o in others
    ]
    return filled | {"对照": f"同一条款决定、处理不同的案件：{'、'.join(named)}" if named else ""}


def _signatures(opened: OpenFile, acting: Actor) -> str:
    """Who signed so far, in the order of the flow; in a window for one person that nobody did."""
    entries = round_of(opened.log)
    if not entries:
        return ""
    if acting.account is None:
        return "单机使用，各步由同一人记下，不作为签署。"
    names = "、".join(f"{e.step}{e.name}（{day_words(e.day.isoformat())}）" for e in entries)
    return f"意见签署：{names}。{''.join(opinion_notes(opened.flow, signers_of(entries)))}"
