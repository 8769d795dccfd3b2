"""The bureau's own settings, which letters need."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver.window import terms
from reasoner.driver.window.bureau_settings import BureauSettings, save_settings, settings_now
from reasoner.office import trail
from reasoner.office.acting import actor
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
    given = _given(settings)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        try:
            with transaction.atomic():
                trail.note("改动本单位设置", {**given}, actor(request).name)
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
        Field("救济法制", "法制核定人", values=(given["救济法制"],)),
        Field("救济日期", "核定日期", values=(given["救济日期"],), hint="如 2026-01-05"),
    ]
    fields, others = with_faults(made, faults, _PLACES)
    values = {
        "section": "todo", "fields": fields, "faults": others, "any": bool(faults), "settings": settings,
        "saved": request.GET.get("saved") == "1",
    }  # fmt: skip
    return page(
        request, "bureau.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _given(settings: BureauSettings) -> dict[str, str]:
    return {
        "经办机构": settings.office, "地区": settings.region, "联系人": settings.contact, "联系电话": settings.telephone,
        "救济文字": settings.remedies, "救济法制": settings.remedies_by, "救济日期": settings.remedies_on,
    }  # fmt: skip
