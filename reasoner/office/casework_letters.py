"""What the course of a case fills into the blanks of letters that stay inside, or that correct: nobody writes it twice.

The outward letters on a decision are filled by the decision alone; no other case is named in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
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
_CORRECTIONS: Final = (CaseStep.CORRECT, CaseStep.REVOKE)
_SIGNED_BLANKS: Final = ("更正内容", "更正理由", "处理")
"""The blanks of a letter of correction that hold what was signed."""
_UNTOLD: Final = frozenset({CaseStep.ATTACH, CaseStep.HAND_OVER, CaseStep.JUDGE})
_LONGEST: Final = 1900
"""Characters of a blank."""


def blanks_of(member: CaseMatter, kind: str, acting: Actor) -> dict[str, str]:
    """What a case fills into the blanks of a kind of letter on one of its matters; nothing where it fills none."""
    if kind not in (*_INSIDE, _CORRECTING):
        return {}
    opened = casework_store.opened(member.file, acting)
    if kind == _CORRECTING:
        begun = next((e for e in round_of(opened.log)[:1] if e.step in _CORRECTIONS), None)
        filled = {} if begun is None else _correction(member, begun)
    else:
        filled = _opinion(member, opened, acting)
    return {k: v[:_LONGEST] for k, v in filled.items() if v}


def corrects(kind: str) -> bool:
    """Whether a kind of letter tells a correction, which has signatures of its own."""
    return kind == _CORRECTING


def check_correction(member: CaseMatter, written: Mapping[str, str], acting: Actor, *, final: bool) -> None:
    """Raises Faults (K135) where a letter of correction is to say what was not signed, or to be final before it is signed.

    written: what was typed into its blanks.
    """
    signing = round_of(casework_store.opened(member.file, acting).log)
    begun = signing[0] if signing and signing[0].step in _CORRECTIONS else None
    typed = [name for name in _SIGNED_BLANKS if written.get(name)]
    where = f"案件{member.file.number} · {_CORRECTING}"
    if begun is None:
        if final or typed:
            message = "案件里没有办理更正或者撤销,没有可以告知的内容"
            raise Faults([Diagnostic("K135", where, message, hint="先在案件里办理更正或者撤销,由各角色签署")])
        return
    if final and signing[-1].step is not CaseStep.SIGN:
        message = f"{begun.step}还没有签发,没有正式的告知书"
        raise Faults([Diagnostic("K135", where, message, hint="先在案件里签发;草稿随时可以出")])
    stated = _correction(member, begun)
    hint = f"不另写,照签署的出;要改动的,在案件里重新办理{begun.step}"
    faults = []
    for name in typed:
        text, signed_text = (" ".join(t.split()) for t in (written[name], stated.get(name, "")))
        # A revocation leaves no handling in effect: what becomes of the application is said in the words that were signed.
        same = text in stated["更正内容"] if name == "处理" and not signed_text else text == signed_text
        if not same:
            message = f"{name}“{text[:40]}”不是案件里签署的"
            faults.append(Diagnostic("K135", f"{where} · {name}", message, signed_text[:200], hint))
    if final:
        faults += [
            Diagnostic("K135", f"{where} · {k}", "签署的文字过长,告知书写不下", f"至多{_LONGEST}字", hint)
            for k, v in stated.items()
            if len(v) > _LONGEST
        ]
    if faults:
        raise Faults(faults)


def _correction(member: CaseMatter, begun: LoggedStep) -> dict[str, str]:
    """What the step of a correction or a revocation states, and the handling that is in effect beside it."""
    step, proposal = begun.step, table(member.proposal)
    beds = f"{proposal['张数']}张" if proposal.get("张数") else ""
    handling = f"{member.handling}{beds}" if step is CaseStep.CORRECT and member.handling else ""
    content, reason = begun.data.get(f"{step}内容", ""), begun.data.get(f"{step}理由", "")
    return {"更正内容": content, "更正理由": reason, "处理": handling}


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
