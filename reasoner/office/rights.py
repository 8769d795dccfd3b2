"""Which address answers whom, in one table. In an office for many, an address that is not in it answers nobody.

An address stands here as in `urls`. Reading is GET and HEAD, writing is every other method. What belongs to one person or to one
organ is looked at by the view: it answers 404 for what belongs to others.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role

NOBODY: Final[frozenset[Role]] = frozenset()
EVERYBODY: Final = CASE_ROLES | ADMINISTRATORS
_H, _V, _L, _D = Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD
_SYSTEM, _SECURITY = frozenset({Role.SYSTEM}), frozenset({Role.SECURITY})
_HANDLER, _LEGAL = frozenset({_H}), frozenset({_L})
_LEDGER: Final = frozenset({_H, _V})
"""Who registers values of the ledger."""
_ENTRY: Final = frozenset({_H, _V, _L})
"""Who brings documents in: what is entered by one is checked by another, the rules with the law's eye."""


class Right(NamedTuple):
    """Whom an address answers."""

    read: frozenset[Role]
    """Who may see it; empty: it is not read."""
    write: frozenset[Role] = NOBODY
    """Who may do something there."""
    open: bool = False
    """Whether it answers who has not signed in, and looks for itself who asks."""
    own: bool = False
    """Whether it answers whoever has signed in, even without any role."""


_OPEN: Final = Right(EVERYBODY, EVERYBODY, open=True)
_LAW: Final = Right(EVERYBODY)
_CASES: Final = Right(CASE_ROLES)
_RECORD: Final = Right(CASE_ROLES | {Role.AUDITOR})
_MAKING: Final = Right(NOBODY, CASE_ROLES)
_HANDLING: Final = Right(CASE_ROLES, _HANDLER)
_COMPARING: Final = Right(CASE_ROLES, CASE_ROLES)
_KEEPING_LEDGER: Final = Right(CASE_ROLES, _LEDGER)
_CONFIRMING: Final = Right(CASE_ROLES, _LEGAL)
_ENTERING: Final = Right(CASE_ROLES, _ENTRY)
_OWN: Final = Right(EVERYBODY, EVERYBODY, own=True)
_ACCOUNTS: Final = Right(ADMINISTRATORS)
_PROPOSING: Final = Right(ADMINISTRATORS, _SYSTEM)
_AGREEING: Final = Right(_SECURITY, _SECURITY)

RIGHTS: Final[dict[str, Right]] = {
    # To anybody who reaches the port.
    "healthz": _OPEN,
    "static/<str:digest>/<str:name>": _OPEN,
    "sign-in": _OPEN,
    "found": _OPEN,
    # To whoever has signed in.
    "": Right(EVERYBODY, own=True),
    "sign-out": _OWN,
    "account": _OWN,
    "account/password": _OWN,
    "account/second": _OWN,
    "account/sign-out": _OWN,
    "tokens": Right(CASE_ROLES, CASE_ROLES),
    "tokens/<int:number>/end": Right(NOBODY, CASE_ROLES),
    # To other programs, which bring a token: `programs_gate` looks whose it is.
    "api/v1/check": _OPEN,
    "api/v1/ask": _OPEN,
    "api/v1/clauses": _OPEN,
    "api/v1/documents": _OPEN,
    "api/v1/compare": _OPEN,
    "api/v1/openapi.json": _OPEN,
    "statistics": _CASES,
    "statistics/table.xlsx": _CASES,
    "statistics/table.docx": _CASES,
    # The record.
    "record": _RECORD,
    "record/<int:number>": _RECORD,
    "record/<int:number>/line.json": _RECORD,
    "record/head": Right(NOBODY, _RECORD.read),
    "record/clock": Right(_RECORD.read | _SYSTEM, _SYSTEM),
    "record/folder.zip": Right(NOBODY, frozenset({Role.AUDITOR})),
    "case/<int:number>/package.zip": _CASES,
    # Administrators.
    "office": _ACCOUNTS,
    "office/changes": _ACCOUNTS,
    "office/change/<int:number>/agree": _AGREEING,
    "office/change/<int:number>/refuse": _AGREEING,
    "office/change/<int:number>/take-back": Right(_SYSTEM, _SYSTEM),
    "office/account/<int:number>": _ACCOUNTS,
    "office/account/<int:number>/propose": Right(_SYSTEM, _SYSTEM),
    "office/account/<int:number>/unlock": _AGREEING,
    "office/account/<int:number>/sign-out": _AGREEING,
    "office/new": Right(_SYSTEM, _SYSTEM),
    "office/flows": _PROPOSING,
    "office/passwords": _PROPOSING,
    "office/second": _PROPOSING,
    "office/refusals": Right(frozenset({Role.SECURITY, Role.AUDITOR})),
    # What the law says.
    "ask": _LAW,
    "search": _LAW,
    "doc": _LAW,
    "doc/<str:document>": _LAW,
    "doc/<str:document>/<str:address>": _LAW,
    # Work.
    "todo/step": _CASES,
    "settle": _CASES,
    "settle/bureau": _CONFIRMING,
    "judge": _CASES,
    "judge/form.xlsx": _CASES,
    "judge/send": _HANDLING,
    "judge/new": _HANDLING,
    "judge/draft/<int:number>": _HANDLING,
    "judge/draft/<int:number>/frame": _HANDLING,
    "judge/draft/<int:number>/out": _HANDLING,
    "judge/draft/<int:number>/finish": _HANDLING,
    "judge/draft/<int:number>/discard": _HANDLING,
    "batch/<int:number>": _CASES,
    "batch/<int:number>/again": _HANDLING,
    "batch/<int:number>/mapping": _HANDLING,
    "batch/<int:number>/anew": _HANDLING,
    "batch/<int:number>/summary": _MAKING,
    "batch/<int:number>/stop": _HANDLING,
    "batch/<int:number>/source": _CASES,
    "batch/<int:number>/marked.xlsx": _CASES,
    "batch/<int:number>/results.xlsx": _CASES,
    "batch/<int:number>/letters.zip": _MAKING,
    "register": _CASES,
    "register/send": _HANDLING,
    "register/<int:number>": _CASES,
    "register/<int:number>/again": _HANDLING,
    "register/<int:number>/stop": _HANDLING,
    "register/<int:number>/faults": _CASES,
    "register/<int:number>/row/<int:position>": _CASES,
    "register/<int:number>/rows.csv": _CASES,
    "register/<int:number>/faults.csv": _CASES,
    "register/<int:number>/result.parquet": _CASES,
    "case/<int:number>": _CASES,
    "case/<int:number>/at/<int:judgement>": _CASES,
    "case/<int:number>/verdict.json": _CASES,
    "case/<int:number>/edit": _HANDLING,
    "case/<int:number>/again": _HANDLING,
    "case/<int:number>/decide": Right(CASE_ROLES, frozenset({_D})),
    "case/<int:number>/letter": _MAKING,
    "case/<int:number>/letter/<int:letter>": _CASES,
    "case/<int:number>/final": _MAKING,
    "files": _CASES,
    "files/new": _HANDLING,
    "files/urging": Right(CASE_ROLES, CASE_ROLES),
    "files/urging/<int:number>": _CASES,
    "files/urging/<int:number>/notice.docx": _CASES,
    "files/tables": _CASES,
    "files/tables/send": Right(CASE_ROLES, frozenset({_H, _L})),
    "files/tables/<int:number>/agree": Right(NOBODY, frozenset({_D})),
    "files/tables/<int:number>/refuse": Right(NOBODY, frozenset({_D})),
    "files/plans": _CASES,
    "files/batch": _CASES,
    "file/<int:number>": _CASES,
    "file/<int:number>/hand-over": Right(NOBODY, frozenset({_H, _D})),
    "file/<int:number>/step": Right(NOBODY, CASE_ROLES),
    "file/<int:number>/attach": Right(NOBODY, CASE_ROLES),
    "file/<int:number>/paper/<int:place>": _CASES,
    "file/<int:number>/receipt": _CASES,
    "file/<int:number>/index.docx": _CASES,
    "ledger": _CASES,
    "ledger/send": _KEEPING_LEDGER,
    "ledger/new": _KEEPING_LEDGER,
    "ledger/import/<int:number>": _KEEPING_LEDGER,
    "ledger/import/<int:number>/take": _KEEPING_LEDGER,
    "ledger/import/<int:number>/leave": _KEEPING_LEDGER,
    "ledger/item/<int:number>/remove": _KEEPING_LEDGER,
    "ledger/register": _CASES,
    "compare": _CASES,
    "compare/begin": _COMPARING,
    "compare/topics": _CASES,
    "compare/<int:number>": _CASES,
    "compare/<int:number>/page": _CASES,
    "compare/<int:number>/again": _COMPARING,
    "compare/<int:number>/stop": _COMPARING,
    "simulate": _RECORD,
    "simulate/new": _CASES,
    "simulate/begin": Right(NOBODY, CASE_ROLES),
    "simulate/<int:number>": _RECORD,
    "simulate/<int:number>/again": Right(NOBODY, CASE_ROLES),
    "simulate/<int:number>/stop": Right(NOBODY, CASE_ROLES),
    "simulate/<int:number>/result.html": _RECORD,
    "simulate/<int:number>/result.xlsx": _RECORD,
    "simulate/<int:number>/result.json": _RECORD,
    "review": _CASES,
    "review/rule": _CONFIRMING,
    "review/readings": _CASES,
    "review/reading": _CONFIRMING,
    # Documents that come in.
    "entry": _CASES,
    "entry/send": _ENTERING,
    "entry/names": _ENTERING,
    "entry/<str:document>": _ENTERING,
    "entry/<str:document>/leave": _ENTERING,
    "entry/<str:document>/received": _ENTERING,
    "entry/<str:document>/settle": _ENTERING,
    "entry/<str:document>/give": _ENTERING,
    "entry/<str:document>/file": _CASES,
    "entry/<str:document>/scan": _ENTERING,
    "entry/<str:document>/page/<int:number>.png": _CASES,
    "entry/<str:document>/text": _ENTERING,
    "entry/<str:document>/correct": _ENTERING,
    "entry/<str:document>/readings": _ENTERING,
    "entry/<str:document>/readings/remove": _ENTERING,
    "entry/<str:document>/cases": _ENTERING,
    "entry/<str:document>/cases/new": _ENTERING,
    "entry/<str:document>/cases/<int:number>": _ENTERING,
    "entry/<str:document>/cases/<int:number>/frame": _ENTERING,
    "entry/<str:document>/cases/<int:number>/out": _ENTERING,
    "entry/<str:document>/cases/<int:number>/remove": _ENTERING,
    "entry/<str:document>/publish": _ENTERING,
    "entry/<str:document>/at/<str:version>": _ENTERING,
    "entry/<str:document>/at/<str:version>/file": _CASES,
    "entry/<str:document>/at/<str:version>/effects": _ENTERING,
    "entry/<str:document>/rules": _ENTERING,
    "entry/<str:document>/rules/live": _ENTERING,
    "entry/<str:document>/rules/words": _ENTERING,
    "entry/<str:document>/rules/earlier/<str:name>": _ENTERING,
}
"""Each address of `urls` with whom it answers."""


def allowed(route: str, method: str) -> frozenset[Role]:
    """Who may send a request to an address; nobody where the table does not know it."""
    right = RIGHTS.get(route)
    if right is None:
        return NOBODY
    return right.read if method in ("GET", "HEAD") else right.write
