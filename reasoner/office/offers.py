"""What a page offers its reader: a form that the roles of the reader cannot send is shown to be read, and a link that would not answer
is no link. Which address answers whom stands in `rights`; a page need not know it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString

from reasoner.casework.roles import Role
from reasoner.office.rights import RIGHTS, allowed
from reasoner.office.templating import part

_FORM: Final = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_LINK: Final = re.compile(r'<a\b([^>]*?)\bhref="(/[^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_ACTION: Final = re.compile(r'\baction="([^"]*)"')
_FIELD: Final = re.compile(r'<(?:select|textarea|input(?![^>]*\btype="hidden"))\b')
_FILLED: Final = re.compile(
    r'<textarea[^>]*>[^<]|\bchecked\b|<option[^>]*\bselected\b|<input(?![^>]*\btype="hidden")[^>]*\bvalue="[^"]'
)


@lru_cache(4096)
def route_of(path: str) -> str | None:
    """The address of `urls` that a path calls; None: there is none."""
    try:
        return resolve(path).route
    except Resolver404:
        return None


def may(roles: frozenset[Role], address: str, method: str) -> bool:
    """Whether somebody with these roles may send a request to an address of ours."""
    route = route_of(urlsplit(address).path)
    if route is None or route not in RIGHTS:
        return True
    right = RIGHTS[route]
    return right.open or right.own or not roles.isdisjoint(allowed(route, method))


def only_offers(response: HttpResponseBase, path: str, roles: frozenset[Role]) -> HttpResponseBase:
    """An answer that, where it is a page, offers its reader nothing that the roles do not allow."""
    if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = offered(response.content.decode(), path, roles).encode()
    return response


def offered(text: str, path: str, roles: frozenset[Role]) -> str:
    """A page without what its reader cannot do. path: that of the page.

    A form with nothing to read, a button alone, is left out; another is shown with who sends it, and what stands in it.
    """

    def form(match: re.Match[str]) -> str:
        attributes, body = match.groups()
        if 'method="post"' not in attributes:
            return match[0]
        action = _ACTION.search(attributes)
        address = urljoin(path, unescape(action[1])) if action is not None else path
        if may(roles, address, "POST"):
            return match[0]
        if not _FIELD.search(body):
            return ""
        writers = allowed(route_of(urlsplit(address).path) or "", "POST")
        values = {
            "roles": [r.value for r in Role if r in writers],
            "body": SafeString(body if _FILLED.search(body) else ""),
        }
        return part("locked_form.html.jinja", values)

    def link(match: re.Match[str]) -> str:
        before, address, behind, words = match.groups()
        if may(roles, unescape(address), "GET"):
            return match[0]
        return "" if 'class="button' in before + behind else words

    return _LINK.sub(link, _FORM.sub(form, text))
