"""What belongs to no section: whether the window works, and the files that pages use."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from reasoner.office.templating import FOLDER, STATIC, static_address

_YEAR = 365 * 24 * 60 * 60


def health(request: HttpRequest) -> HttpResponse:
    """Whether the window works; answered to anybody on this machine."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def static(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """A file that pages use. Its address changes with it."""
    if name not in STATIC or static_address(name) != f"/static/{digest}/{name}":
        raise Http404
    content = (FOLDER / "static" / name).read_bytes()
    return HttpResponse(
        content, content_type=STATIC[name], headers={"Cache-Control": f"private, max-age={_YEAR}, immutable"}
    )
