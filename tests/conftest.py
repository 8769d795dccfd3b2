"""Settings of the whole suite, and how it is shared out among several workers (`pytest -n auto`).

The tests of a file run on one worker, so that what they share is made once; a table puts several files together. What takes
longest begins first, lest one worker be busy with it when the other has nothing left to do.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import written_json
from filelock import FileLock
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import rule_base

TESTS = Path(__file__).parent

TOGETHER = {
    "compare/test_comparison_*": "comparison-page",
    "docs/test_handover": "comparison-page",
    "office/test_browser": "browser",
    "office/test_entry_browser": "browser",
    "office/test_entry_rules_browser": "browser",
    "graphs/test_engines": "engines",
    "graphs/test_rule_shapes": "engines",
}
"""Files by pattern whose tests share what is costly to make or to run at a time, with their group; else a file is a group."""

LONGEST = (
    "proof/test_check_proof",
    "comparison-page",
    "agreement/test_faults",
    "ontology/test_reasoning",  # HermiT, on Java
    "graphs/test_same_faults",
    "graphs/test_shapes",
    "proof/test_advice",
    "mutation/test_mutation",
)
"""Groups that begin first, in this order."""

# What must hold before a change lands is tried on the same examples every time; at home each run tries others.
# How fast inputs are made depends on what else the machine does: it is no fault of what is tested.
settings.register_profile("default", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
settings.register_profile("landing", derandomize=True, suppress_health_check=[HealthCheck.too_slow])
if os.environ.get("TIAOLI_REQUIRE_ALL"):
    settings.load_profile("landing")


@pytest.fixture(autouse=True, scope="session")
def _written_json_fits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold everything that commands write against its schema, and everything that intake accepts, unless time is taken."""
    if request.config.getoption("benchmark_enable", False) or request.config.getoption("benchmark_only", False):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        written_json.watch(patch)
        yield


BYTECODE = TESTS.parent / ".pytest_cache" / "bytecode"
"""Where bytecode goes where none is to be written beside the sources."""


def _keep_bytecode() -> None:
    """Where Python writes no bytecode, keep it in a folder of its own, for the workers and the programs that tests start.

    Each of these would else compile everything anew, which takes longer than most tests.
    """
    if sys.dont_write_bytecode and sys.pycache_prefix is None:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(BYTECODE)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)


def pytest_configure(config: pytest.Config) -> None:
    """Before workers start the rules are compiled, once, into the cache from which each reads them."""
    _keep_bytecode()
    if config.getoption("numprocesses", None) and not config.option.collectonly:
        with contextlib.suppress(Faults):  # rules with faults are reported by the tests that read them
            rule_base()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begins with the longest groups where there are several workers."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: LONGEST.index(g) if (g := group_of(item.nodeid)) in LONGEST else len(LONGEST))


def group_of(nodeid: str) -> str:
    """The group of a test by its id: that of its file."""
    file = nodeid.partition("::")[0].removeprefix("tests/").removesuffix(".py")
    return next((group for pattern, group in TOGETHER.items() if fnmatch(file, pattern)), file)


class ByGroup(LoadScopeScheduling):
    """Shares tests out by group. A mark `xdist_group` does not: what xdist 3.8 adds to the id of a marked test is lost in pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByGroup:
    """How tests are shared out among workers."""
    return ByGroup(config, log)


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Callable[[Path], None]], Path]:
    """A folder by name, filled by the first worker that asks for it; the others wait, and read."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def folder(name: str, fill: Callable[[Path], None]) -> Path:
        path = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not path.is_dir():
                unfinished = shared / f"{name}.part"
                unfinished.mkdir()
                fill(unfinished)
                unfinished.rename(path)
        return path

    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = written_json.counts
    if counts:
        listed = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
        terminalreporter.write_line(f"held against schemas: {counts.total()} ({listed})")
