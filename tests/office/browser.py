"""Debian's Chromium, driven by its own driver: no download, no other host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SCREENS = {"1366": (1366, 768), "1920": (1920, 1080)}
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


def needed() -> None:
    """Skip where there is no browser, unless everything must run."""
    if (CHROMIUM is None or DRIVER is None) and not os.environ.get("TIAOLI_REQUIRE_ALL"):
        pytest.skip("needs Debian's packages chromium and chromium-driver")


@contextmanager
def browser(*, scripts: bool = True, size: tuple[int, int] = (1366, 768)) -> Iterator[webdriver.Chrome]:
    """A browser without a screen; every request to another host fails and is logged."""
    options = Options()
    options.binary_location = CHROMIUM or "chromium"
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-device-scale-factor=1",
        "--lang=zh-CN", "--disable-background-networking", "--disable-component-update", "--no-first-run",
        f"--window-size={size[0]},{size[1]}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    os.environ["LANGUAGE"] = "zh_CN"  # what the browser itself says on its buttons
    driver = webdriver.Chrome(options=options, service=Service(DRIVER or "chromedriver"))
    try:
        driver.set_page_load_timeout(60)
        yield driver
    finally:
        driver.quit()
