"""A fault as staff read it in a terminal."""

from __future__ import annotations

from policy_dsl.diagnostics import Diagnostic
from reasoner.render.typeset import fault_on_screen, on_screen


def fault_text(diagnostic: Diagnostic) -> str:
    """A fault as staff read it: where, what, what one may write; its code last."""
    told = (
        ("错误:" if diagnostic.severity == "error" else "提示:", diagnostic.where),
        ("  ", diagnostic.message),
        ("", diagnostic.excerpt),
        ("  可以写:", diagnostic.allowed),
        ("  建议:", diagnostic.hint),
        ("  代码:", diagnostic.code),
    )
    return "\n".join(
        on_screen(lead) + (words if words in (diagnostic.where, diagnostic.excerpt) else fault_on_screen(words))
        for lead, words in told
        if words
    )
