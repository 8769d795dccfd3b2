"""Build hook of the wheel: compiles the rule base and ships it as JSON, so that an installed copy starts at once."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]  # hatchling has types or not, by version
    """Adds `policy_dsl/compiled.json` to a wheel. An editable install compiles into the user's cache instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the sources of the checkout; a fault in them fails the build."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from policy_dsl.source_files import fingerprint
        from reasoner.driver.current_rule_base import build
        from reasoner.driver.rule_base_store import write

        target = os.path.join(tempfile.mkdtemp(), "compiled.json")
        write(target, build(), fingerprint())
        build_data["force_include"][target] = "policy_dsl/compiled.json"
