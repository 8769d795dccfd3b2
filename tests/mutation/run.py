"""All mutants, or every nth of them, on all processors."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence

from .killers import Fate, Laboratory
from .mutants import Mutant

_laboratory: Laboratory | None = None
"""Made ready before the processes part, so that each has it for nothing."""


def fates(laboratory: Laboratory, mutants: Sequence[Mutant], *, apart: bool = False) -> list[Fate]:
    """What notices each mutant, in their order."""
    global _laboratory
    assert laboratory.drafts
    assert laboratory.trials
    _laboratory = laboratory
    tasks = [(m, apart) for m in mutants]
    workers = os.cpu_count() or 1
    if workers == 1 or len(mutants) < 50 or "fork" not in multiprocessing.get_all_start_methods():
        return [_fate(t) for t in tasks]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.map(_fate, tasks, chunksize=16)


def _fate(task: tuple[Mutant, bool]) -> Fate:
    assert _laboratory is not None
    return _laboratory.fate(task[0], apart=task[1])
