"""Where the files of a document lie: `corpus/<region code>/<document>/<version>/`.

A version is named by the day from which it is in force, as its meta.toml has it; `undated-YEAR` where nobody knows the day;
`draft` where nobody has issued it yet. Documents are ordered by their ids, whatever their regions, and then by version.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

VERSION: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|undated-[0-9]{4}|draft")
"""The name of a version."""


class Place(NamedTuple):
    """The folder of one version of a document."""

    document: str
    """The id of the document."""
    version: str
    """The name of the version: an ISO date, `undated-YEAR` or `draft`."""
    region: str
    """The code of the region it covers."""

    @property
    def folder(self) -> str:
        """The folder below the package, as messages name it."""
        return f"corpus/{self.region}/{self.document}/{self.version}"


def parse_place(folder: str) -> Place | None:
    """The place that a folder below the package is; None for one elsewhere."""
    root, *steps = folder.split("/")
    return Place(steps[1], steps[2], steps[0]) if root == "corpus" and len(steps) == 3 else None


def document_of(steps: Sequence[str]) -> str:
    """The id of the document whose folder a path leads to: its last step, or the one before the name of a version."""
    inner = len(steps) > 1 and VERSION.fullmatch(steps[-1]) is not None
    return steps[-2 if inner else -1]
