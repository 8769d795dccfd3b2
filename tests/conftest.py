"""Settings of the whole suite."""

from __future__ import annotations

import os

from hypothesis import settings

# What must hold before a change lands is tried on the same examples every time; at home each run tries others.
settings.register_profile("landing", derandomize=True)
if os.environ.get("TIAOLI_REQUIRE_ALL"):
    settings.load_profile("landing")
