"""Fifty people at work for two minutes in an office with ten thousand cases: how long each page takes, and that none fails.

    python -m tests.office.endurance.many_people [--database postgresql] [--cases 10000] [--people 50] [--seconds 120]

Bounded in people, time and requests; traffic goes to this machine alone. Each person signs in first (timed apart), then thinks for
one to three seconds, opens a page or writes, and so on. The load of the machine, and the processor's share that the window had, stand beside the
figures: on a machine with other work they say little of an idle one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections import defaultdict
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import cluster
from tests.office.team import ORGAN, sign_in
from tests.office.test_to_a_final_letter import FRAME

PASSWORD = "yi-wu-ren-tong-yong-8"
_MOST_REQUESTS = 400
"""Of one person."""

SEED = """
import json, sys
from pathlib import Path
from reasoner.office.configuration import configure
data, address, cases, people, organ, password, examples = sys.argv[1:]
configure(Path(data), (), "tiaoli_none", address, team=True)
from django.core.management import call_command
from django.db import transaction
call_command("migrate", verbosity=0)
from django.contrib.auth.hashers import make_password
from reasoner.casework.roles import Role
from reasoner.driver.window import cases as judging
from reasoner.office.models import Case, Judgement
from reasoner.office.account_models import Account, RoleGrant
from reasoner.office.casework_models import CaseFile, CaseMatter
from reasoner.office.keeping import now, to_text
from reasoner.office.store import basis, summarise
moment, digest, now_basis = now(), make_password(password), basis()
given = [e["application"] for e in json.loads(Path(examples).read_text("utf-8"))]
made = [(a, judging.judged(a, {})) for a in given]
packed = [judging.packed(v) for _, v in made]
with transaction.atomic():
    roles = [Role.SYSTEM, Role.SECURITY, Role.AUDITOR] + [Role.HANDLER] * int(people)
    accounts = Account.objects.bulk_create(
        Account(login=f"person{n}", name=f"经办{n}", organ="" if n < 3 else organ, password=digest, password_at=moment, must_change=False, created=moment)
        for n, _ in enumerate(roles)
    )
    RoleGrant.objects.bulk_create(RoleGrant(account=a, role=r.value, since=moment) for a, r in zip(accounts, roles))
    for first in range(0, int(cases), 500):
        numbers = range(first, min(first + 500, int(cases)))
        rows = []
        for n in numbers:
            application, verdict = made[n % len(made)]
            row = Case(data=to_text({**application, "编号": f"案-{n:05}"}), changed=moment)
            summarise(row, judging.summary(verdict))
            row.number = f"案-{n:05}"
            rows.append(row)
        rows = Case.objects.bulk_create(rows)
        Judgement.objects.bulk_create(
            Judgement(case=c, data=c.data, verdict=packed[n % len(made)], at=moment, basis=now_basis) for n, c in zip(numbers, rows)
        )
        files = CaseFile.objects.bulk_create(
            CaseFile(number=f"收件2026-{n + 1:05}", year=2026, place=n + 1, organ=organ, received="2026-11-02", facility=c.facility, district=c.place,
                     state="已收件", waits="经办", handler=accounts[3 + n % int(people)].pk, handler_name=f"经办{3 + n % int(people)}", version=1, changed=moment)
            for n, c in zip(numbers, rows)
        )
        CaseMatter.objects.bulk_create(CaseMatter(file=f, case=c, matter=c.matter) for f, c in zip(files, rows))
"""


class Measured(NamedTuple):
    """What came of it."""

    seconds: dict[str, list[float]]
    """How long each answer took, by kind of page."""
    errors: list[str]


def seed(data: Path, address: str, cases: int, people: int) -> None:
    """An office with accounts and cases."""
    data.mkdir()
    examples = ROOT / "tests" / "conformance" / "examples.json"
    command = [sys.executable, "-c", SEED, str(data), address, str(cases), str(people), ORGAN, PASSWORD, str(examples)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=900)


def pages(chance: random.Random, cases: int) -> tuple[str, str]:
    """What somebody opens next: its kind, its address."""
    number = chance.randint(1, cases)
    listed = [
        ("待办", "/"),
        ("案件列表", "/files"),
        ("我的案件", "/files?mine=1"),
        ("案件", f"/file/{number}"),
        ("研判结果", f"/case/{number}"),
        ("找编号", f"/judge?text=案-{number - 1:05}"),
        ("查条", "/search?q=床位"),
        ("台账", "/ledger"),
        ("写申请", ""),
    ]
    weights = (2, 2, 2, 4, 3, 2, 2, 1, 2)
    return chance.choices(listed, weights)[0]


def work(person: int, client: Client, cases: int, end: float, measured: Measured, lock: threading.Lock) -> None:
    """One person at work until the end."""
    chance = random.Random(person)
    for _ in range(_MOST_REQUESTS):
        time.sleep(chance.uniform(1, 3))
        if time.monotonic() > end:
            return
        kind, address = pages(chance, cases)
        try:
            fields = {} if address else client.get("/judge/new").form("/judge/new") | FRAME
            begun = time.perf_counter()
            page = client.get(address) if address else client.post("/judge/new", fields)
            took, fault = time.perf_counter() - begun, "" if page.status == 200 else f"{kind}: {page.status}"
        except (urllib.error.URLError, HTTPException, OSError, AssertionError) as error:
            took, fault = 0.0, f"{kind}: {type(error).__name__} {error}"[:200]
        with lock:
            if fault:
                measured.errors.append(fault)
            else:
                measured.seconds[kind].append(took)


def at_work(window: Window, cases: int, people: int, seconds: float) -> tuple[Measured, list[float]]:
    """Everybody signs in, one after the other, then all work; with how long each sign-in took."""
    clients, signed = [], []
    for person in range(people):
        client = Client(window, enter=False)
        begun = time.perf_counter()
        page = sign_in(client, f"person{person + 3}", PASSWORD)
        signed.append(time.perf_counter() - begun)
        assert page.status == 200, page.text[-500:]
        clients.append(client)
    for address in ("/", "/files", "/judge", "/search?q=床位", "/case/1", "/file/1"):
        assert clients[0].get(address).status == 200, address
    measured, lock, end = Measured(defaultdict(list), []), threading.Lock(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=work, args=(n, c, cases, end, measured, lock), daemon=True)
        for n, c in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 120)
    return measured, signed


def p95(values: list[float]) -> float:
    """The value below which 95 of 100 lie, in milliseconds."""
    return (statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]) * 1000


def main() -> None:
    """Read the arguments, and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        server = stack.enter_context(cluster()) if given.database == "postgresql" else None
        address, data = server.new_database() if server is not None else "", Path(name, "data")
        begun = time.monotonic()
        seed(data, address, given.cases, given.people)
        print(f"{given.database}: {given.cases} cases in {time.monotonic() - begun:.0f} s")
        window = Window(data, "--team", database=address)
        before = os.getloadavg()[0]
        try:
            used = _processor(window.process.pid)
            began = time.monotonic()
            measured, signed = at_work(window, given.cases, given.people, given.seconds)
            share = (_processor(window.process.pid) - used) / (time.monotonic() - began)
        finally:
            window.close()
    every = [s for values in measured.seconds.values() for s in values]
    for kind, values in sorted(measured.seconds.items()):
        print(
            f"  {kind}: {len(values)} times, median {statistics.median(values) * 1000:.0f} ms, p95 {p95(values):.0f} ms"
        )
    print(
        f"  all: {len(every)} answers, p95 {p95(every):.0f} ms, longest {max(every) * 1000:.0f} ms, {len(measured.errors)} errors; "
        f"sign-ins: median {statistics.median(signed) * 1000:.0f} ms; the window had {share:.2f} of a processor, this program "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_utime:.0f} s; load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} at the end, "
        f"{os.cpu_count()} processors"
    )
    for fault in measured.errors[:10]:
        print(f"  error: {fault}")
    sys.exit(bool(measured.errors))


def _processor(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    parts = Path("/proc", str(pid), "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
