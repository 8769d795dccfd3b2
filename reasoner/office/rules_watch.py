"""Whether the rules have changed while the window runs: looked at with requests, loaded anew in the background, taken between requests.

A process that can be killed compiles what changed; the window then takes the result from the cache. Whoever asks meanwhile is
answered by the rules as they were, and each request by one rule base from beginning to end.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from typing import Final, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import rules_in_use, worker
from reasoner.model.rule_base import RuleBase
from reasoner.office import jobs
from reasoner.office.configuration import OPEN
from reasoner.office.keeping import now
from reasoner.office.templating import RULES_STATE, RulesState

Answer: TypeAlias = Callable[[HttpRequest], HttpResponseBase]
_LEAST: Final = 1.0
"""Seconds between two looks at the files."""
_SHARE: Final = 50
"""How many times longer than a look the time between two is, so that a slow network drive slows no page."""


class RulesWatch:
    """The watch of one window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active = 0
        self._next_look = 0.0
        self._stamp = ""
        self._thread: threading.Thread | None = None
        self._ready: RuleBase | None = None
        self._written = 0
        """How often the window itself has written on the files."""
        self._since = ""
        self._faults: tuple[Fault, ...] = ()
        self._unnamed: tuple[Fault, ...] = ()
        """Why it is not known where the bureau's own corpus lies."""

    def begin(self) -> None:
        """Note the files as they are, before they are loaded for the first time."""
        self._since = now()
        self._look()

    @property
    def state(self) -> RulesState:
        """How the rules in use stand to their files."""
        return RulesState(self._since, self._thread is not None, self._unnamed or self._faults)

    def enter(self) -> None:
        """A request begins."""
        with self._lock:
            due = time.monotonic() >= self._next_look
            if due:
                self._next_look = time.monotonic() + _LEAST  # of several requests one looks
        if due and self._look() and self._since:
            self._load()
        with self._lock:
            if self._ready is not None and not self._active:
                self._take(self._ready)
            self._active += 1

    def leave(self) -> None:
        """A request is answered."""
        with self._lock:
            self._active -= 1

    def noted(self) -> None:
        """What changed was written by the window itself, which loads it at once; what is being compiled has it not yet."""
        with self._lock:
            self._ready, self._written = None, self._written + 1
        if not self.state.loading:
            self._look()

    def _look(self) -> bool:
        """Look at the files; whether they have changed since they were looked at last."""
        begun = time.monotonic()
        try:
            stamp = rules_in_use.files_stamp()
        except Faults as error:
            self._unnamed = tuple(f.fault for f in error.diagnostics)
            return False
        self._unnamed = ()
        took = time.monotonic() - begun
        self._next_look = begun + max(_LEAST, _SHARE * took)
        changed, self._stamp = stamp != self._stamp, stamp
        return changed

    def _load(self) -> None:
        with self._lock:
            if self._thread is not None:
                self._stamp = ""  # once that one is done, it is looked again
                return
            self._thread = threading.Thread(target=self._compile, daemon=True)
        self._thread.start()

    def _compile(self) -> None:
        """Load the rules as they are now; what is wrong stays to be told until the files change again."""
        faults: tuple[Fault, ...] = ()
        base: RuleBase | None = None
        written = self._written
        try:
            jobs.beside_others(worker.Job(task=worker.Task.RULES, name="规则库"), b"")
            base = rules_in_use.load()
        except Faults as error:
            faults = tuple(f.fault for f in error.diagnostics)
        except Exception as error:
            message, hint = f"程序内部错误:{type(error).__name__}", "请把这条信息和改动的文件交给维护人员"
            faults = (Diagnostic("U199", "规则库", message, hint=hint).fault,)
            raise
        finally:
            with self._lock:
                self._faults, self._thread = faults, None
                if written == self._written:
                    self._ready = base
                else:
                    self._stamp = ""  # it is looked again

    def _take(self, base: RuleBase) -> None:
        """Judge by newer rules from now on; no request is being answered."""
        rules_in_use.use(base)
        self._ready, self._since = None, now()
        threading.Thread(target=tidy, daemon=True).start()


def tidy() -> None:
    """Free what is used no more; what is loaded once is not looked through again with every page."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


WATCH: Final = RulesWatch()
"""The watch of this window."""


def watch_rules(answer: Answer) -> Answer:
    """Answer each request by one rule base, and look whether there is a newer one."""

    def watched(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN):
            return answer(request)
        WATCH.enter()
        try:
            request.META[RULES_STATE] = WATCH.state
            return answer(request)
        finally:
            WATCH.leave()

    return watched
