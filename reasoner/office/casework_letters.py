"""What the course of a case fills into the blanks of letters that stay inside, or that correct: nobody writes it twice.

The outward letters on a decision are filled by the decision alone; no other case is named in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.case_steps import CORRECTIONS, CaseStep, LoggedStep, round_of
from reasoner.casework.correction import FormerLetter, effective, former_of, handling_after
from reasoner.casework.flow import opinion_notes
from reasoner.casework.step_check import signers_of
from reasoner.driver.window import casework
from reasoner.driver.window.wording import day_words, moment_day
from reasoner.office import casework_store, store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseMatter
from reasoner.office.casework_store import OpenFile
from reasoner.office.keeping import table
from reasoner.office.models import LetterRecord

_INSIDE: Final = ("内部审核意见", "从严个案研究意见")
_CORRECTING: Final = "更正(撤销)告知书"
_SIGNED_BLANKS: Final = ("更正内容", "更正理由", "生效日期", "处理")
"""The blanks of a letter of correction that hold what was signed."""
FORMER: Final = "原告知书"
"""The blank that names the letter that is corrected, which is chosen of those of the case."""
FORMER_NUMBER: Final = "原告知书文号"
"""What is typed beside it: the number that the letter got when it was sealed."""
_TELLING: Final = ("不予新增告知书", "告知书")
"""The letters by which a decision is told."""
_UNTOLD: Final = frozenset({CaseStep.ATTACH, CaseStep.HAND_OVER, CaseStep.JUDGE})
_LONGEST: Final = 1900
"""Characters of a blank."""


def blanks_of(member: CaseMatter, kind: str, acting: Actor) -> dict[str, str]:
    """What a case fills into the blanks of a kind of letter on one of its matters; nothing where it fills none."""
    if kind not in (*_INSIDE, _CORRECTING):
        return {}
    opened = casework_store.opened(member.file, acting)
    if kind == _CORRECTING:
        begun = begun_correction(opened.log)
        filled = {} if begun is None else {**_correction(member, round_of(opened.log)), **_former(member, opened.log)}
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
    log = signing_log(member, acting)
    signing, begun = round_of(log), begun_correction(log)
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
    stated = _correction(member, signing)
    hint = f"不另写,照签署的出;要改动的,在案件里重新办理{begun.step}"
    faults = []
    for name in typed:
        text, signed_text = (" ".join(t.split()) for t in (written[name], stated.get(name, "")))
        if text != signed_text:
            message = f"{name}“{text[:40]}”不是案件里签署的"
            faults.append(Diagnostic("K135", f"{where} · {name}", message, signed_text[:200], hint))
    letters = [former_words(f) for f in former_letters(member, log)]
    if written.get(FORMER) and letters and written[FORMER] not in letters:
        message = f"原告知书“{written[FORMER][:40]}”不是案件里的文书"
        faults.append(Diagnostic("K135", f"{where} · {FORMER}", message, "；".join(letters), "选案件里作出的告知书"))
    if final:
        faults += [
            Diagnostic("K135", f"{where} · {k}", "签署的文字过长,告知书写不下", f"至多{_LONGEST}字", hint)
            for k, v in stated.items()
            if len(v) > _LONGEST
        ]
    if faults:
        raise Faults(faults)


def begun_correction(log: Sequence[LoggedStep]) -> LoggedStep | None:
    """The correction or revocation whose signatures are the last ones; None: there is none."""
    return next((e for e in round_of(log)[:1] if e.step in CORRECTIONS), None)


def signing_log(member: CaseMatter, acting: Actor) -> tuple[LoggedStep, ...]:
    """The course of the case of a matter."""
    return tuple(casework_store.opened(member.file, acting).log)


def former_letters(member: CaseMatter, log: Sequence[LoggedStep]) -> tuple[FormerLetter, ...]:
    """The final letters by which the decision on a matter was told, as they were made; the served one says when."""
    rows = LetterRecord.objects.filter(case=member.case, final=True, kind__in=_TELLING).order_by("pk").defer("content")
    return former_of([(r.kind, date.fromisoformat(moment_day(r.at))) for r in rows], log)


def former_words(letter: FormerLetter) -> str:
    """How a letter of correction names the letter that it corrects."""
    served = "" if letter.served is None else f"，{day_words(letter.served.isoformat())}送达"
    return f"{letter.kind}（{day_words(letter.made.isoformat())}作出{served}）"


def _former(member: CaseMatter, log: Sequence[LoggedStep]) -> dict[str, str]:
    """The letter that was served; where none was, the only one."""
    letters = former_letters(member, log)
    chosen = [f for f in letters if f.served is not None] or list(letters)
    return {FORMER: former_words(chosen[0])} if len(chosen) == 1 else {}


def with_number(written: Mapping[str, str], former: str) -> dict[str, str]:
    """What is written into a letter, the number of the former letter set behind its name. former: the letter where none was chosen."""
    number = " ".join(written.get(FORMER_NUMBER, "").split())
    filled = {k: v for k, v in written.items() if k != FORMER_NUMBER}
    named = filled.get(FORMER, former)
    return {**filled, FORMER: named.replace("（", f"（{number}，", 1)} if number and "（" in named else filled


def _correction(member: CaseMatter, signing: Sequence[LoggedStep]) -> dict[str, str]:
    """What the step of a correction or a revocation states: content, reason, from when, and the handling that is in effect beside it."""
    begun, proposal = signing[0], table(member.proposal)
    step = begun.step
    beds = f"{proposal['张数']}张" if proposal.get("张数") else ""
    corrected = f"{member.handling}{beds}" if member.handling else ""
    day, why = effective(signing)
    since = "" if day is None else f"{day_words(day.isoformat())}{f'（{why}）' if why else ''}"
    return {
        "更正内容": begun.data.get(f"{step}内容", ""), "更正理由": begun.data.get(f"{step}理由", ""), "生效日期": since,
        "处理": corrected if step is CaseStep.CORRECT else handling_after(begun),
    }  # fmt: skip


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
