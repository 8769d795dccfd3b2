"""The addresses of the window, and what answers each."""

from __future__ import annotations

from typing import Final

from django.urls import path

from reasoner.office.views import lookup, site

handler400: Final = "reasoner.office.views.faults.refused_page"
handler404: Final = "reasoner.office.views.faults.missing_page"
handler500: Final = "reasoner.office.views.faults.broken_page"

urlpatterns = [
    path("healthz", site.health),
    path("static/<str:digest>/<str:name>", site.static),
    path("", lookup.ask),
    path("ask", lookup.ask),
    path("search", lookup.search),
    path("doc", lookup.documents),
    path("doc/<str:document>", lookup.document),
    path("doc/<str:document>/<str:address>", lookup.clause),
]
