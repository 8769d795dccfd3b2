"""The bureau's own settings, which letters need."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from policy_dsl.diagnostics import Fault, Faults
from reasoner.casework.roles import Role
from reasoner.driver.window import terms
from reasoner.driver.window.bureau_settings import BureauSettings, save_settings, settings_now
from reasoner.office import trail
from reasoner.office.acting import Actor, actor
from reasoner.office.pages.field import Field, FieldKind, with_faults
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_PLACES = {
    "经办机构": "经办机构", "地区": "地区", "联系人": "联系人", "联系电话": "联系电话", "救济 · 文字": "救济文字",
    "救济 · 法制": "救济法制", "救济 · 日期": "救济日期",
}  # fmt: skip


def bureau(request: HttpRequest) -> HttpResponse:
    """The settings, shown and changed."""
    settings = settings_now()
    given, acting = _given(settings), actor(request)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        given = _signed({name: request.POST.get(name, "") for name in given}, settings, acting)
        try:
            with transaction.atomic():
                trail.note("改动本单位设置", {**given, "法制核定人来源": _origin(acting)}, acting.name)
                save_settings(given)
            return see("/settle/bureau?saved=1")
        except Faults as error:
            faults = error.diagnostics
    made = [
        Field("经办机构", "经办机构", values=(given["经办机构"],), hint="落款用的全称"),
        Field(
            "地区",
            "地区",
            choices=terms.places(),
            values=(given["地区"],),
            hint="本单位所在的地区；提问没有写明地区的按它回答",
        ),
        Field("联系人", "联系人", values=(given["联系人"],)),
        Field("联系电话", "联系电话", values=(given["联系电话"],)),
        Field(
            "救济文字",
            "救济段落",
            FieldKind.AREA,
            "复议机关、法院的全称和期限；由法制核定，不由程序推定",
            values=(given["救济文字"],),
        ),
        *_by(given["救济法制"], acting),
        Field("救济日期", "核定日期", values=(given["救济日期"],), hint="如 2026-01-05"),
    ]
    fields, others = with_faults(made, faults, _PLACES)
    values = {
        "section": "todo", "fields": fields, "faults": others, "any": bool(faults), "settings": settings,
        "saved": request.GET.get("saved") == "1", "alone": acting.account is None,
    }  # fmt: skip
    return page(
        request, "bureau.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _by(name: str, acting: Actor) -> tuple[Field, ...]:
    """The field of who approved the paragraph: typed where there are no accounts, else it is the account that saved it."""
    if acting.account is not None:
        return ()
    return (Field("救济法制", "法制核定人", hint="单机填写，不作为签署", values=(name,)),)


def _signed(given: dict[str, str], before: BureauSettings, acting: Actor) -> dict[str, str]:
    """What was sent, with the account that approves the paragraph; who approved one that is not changed stays."""
    if acting.account is None:
        return given
    paragraph = (given["救济文字"].strip(), given["救济日期"].strip())
    if not paragraph[0]:
        by = ""
    elif paragraph == (before.remedies.strip(), before.remedies_on.strip()):
        by = before.remedies_by
    else:
        principal = next((d.name for d in acting.deputed if d.role is Role.LEGAL), "")
        by = f"{acting.name}（代{principal}）" if principal else acting.name
    return {**given, "救济法制": by}


def _origin(acting: Actor) -> str:
    return "单机填写,不作为签署" if acting.account is None else "账号"


def _given(settings: BureauSettings) -> dict[str, str]:
    return {
        "经办机构": settings.office, "地区": settings.region, "联系人": settings.contact, "联系电话": settings.telephone,
        "救济文字": settings.remedies, "救济法制": settings.remedies_by, "救济日期": settings.remedies_on,
    }  # fmt: skip
