"""The engine by which a register is judged: DuckDB itself, or PostgreSQL or Spark, to which it hands over; what goes wrong in these is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.backends.columnar.duckdb_engine import Engine, EngineFault
from reasoner.backends.columnar.plan import WHY
from reasoner.backends.columnar.version_plans import VersionPlan, version_plans
from reasoner.model.rule_base import RuleBase

if TYPE_CHECKING:  # loaded where another engine is asked for
    from reasoner.backends.columnar.elsewhere import Elsewhere, ElsewhereFault, Server

ENGINES: Final = ("duckdb", "postgresql", "spark")
"""The engines by name, the first where nothing is said."""
ADDRESS: Final = "TIAOLI_ENGINE_ADDRESS"
"""The variable that holds the address where it must not stand in a command line, which others can read."""
_PLACE: Final = "--engine"
_OUR_FAULT: Final = "这是程序的错误,请把输入交给维护者"


@contextmanager
def engine_elsewhere(name: str, address: str | None, here: Engine, scratch: Path) -> Iterator[Elsewhere | None]:
    """The engine of a name; None: DuckDB. Raises Faults (B108 to B112), also for what goes wrong within."""
    if name == ENGINES[0]:
        yield None
        return
    from reasoner.backends.columnar.elsewhere import Elsewhere, ElsewhereFault

    opened: Elsewhere | None = None
    try:
        opened = Elsewhere(_server(name, address or os.environ.get(ADDRESS, ""), scratch), here, scratch)
        yield opened
    except ElsewhereFault as fault:
        raise Faults([_diagnostic(fault)]) from None
    finally:
        if opened is not None:
            opened.close()


@contextmanager
def named_faults(register: str) -> Iterator[None]:
    """Raises Faults (B104, B107) for what goes wrong in an engine, and KeyboardInterrupt where somebody stopped it."""
    try:
        yield
    except EngineFault as fault:
        if fault.interrupted:
            raise KeyboardInterrupt from None
        if fault.ours:
            raise Faults([Diagnostic("B107", register, "研判的语句不能执行", hint=_OUR_FAULT)]) from fault
        message = "计算没有完成:磁盘或者内存不够,或者计算中断"
        raise Faults([Diagnostic("B104", register, message, hint="腾出磁盘或内存后重新运行")]) from None


def plans_of(base: RuleBase, only: frozenset[str] | None, as_of: str | None, *, masks: bool) -> tuple[VersionPlan, ...]:
    """The plans of the documents looked at, one for each stretch of days of receipt on which the same versions judge; raises Faults
    (B105) where they cannot say all of them.
    """
    plans = version_plans(base, only, as_of)
    refused = dict.fromkeys(refusal for of in plans for refusal in of.plan.refusals)
    faults = [
        Diagnostic("B105", r.what, f"按列研判表达不了:{WHY[r.why]}", hint="用 tiaoli check 研判") for r in refused
    ]
    nested = () if masks else dict.fromkeys(id_ for of in plans for id_ in of.plan.nested)
    faults += [Diagnostic("B105", id_, f"按列研判表达不了:{WHY['nested']}") for id_ in nested]
    if faults:
        raise Faults(faults)
    return plans


def _server(name: str, address: str, scratch: Path) -> Server:
    if name == "postgresql":
        from reasoner.backends.columnar.postgresql_server import PostgreSQL

        return PostgreSQL(address)
    from reasoner.backends.columnar.spark_server import Spark

    return Spark(address, scratch)


def _diagnostic(fault: ElsewhereFault) -> Diagnostic:
    engine, words = fault.engine, f"({fault.words})" if fault.words else ""
    match fault.kind:
        case "absent":
            hint = "安装 psycopg" if engine == "PostgreSQL" else "安装 pyspark 和 Java 17 以上"
            return Diagnostic("B108", _PLACE, f"{engine} 用不了:没有安装,或者不能启动", hint=f"{hint},或者用 DuckDB")
        case "address":
            allowed = "local[线程数]" if engine == "Spark" else "postgresql://用户@主机:端口/数据库名"
            hint = (
                "核对地址、数据库名、用户和口令;口令写在 PGPASSFILE 所指的文件里"
                if engine != "Spark"
                else "去掉地址,或写 local[2]"
            )
            return Diagnostic("B109", _PLACE, f"连不上 {engine}{words}", allowed, hint)
        case "right":
            return Diagnostic(
                "B110", _PLACE, f"{engine} 不许建临时表{words}", hint="请管理员给这个用户 TEMPORARY 权限,或者用 DuckDB"
            )
        case "statement":
            hint = "这是程序的错误,请把输入交给维护者;暂时用 DuckDB"
            return Diagnostic("B112", _PLACE, f"研判的语句在 {engine} 里不能执行,或者含义不同{words}", hint=hint)
        case "space":
            return Diagnostic("B111", _PLACE, f"{engine} 的磁盘或者内存不够{words}", hint="腾出磁盘或内存后重新运行")
        case _:
            return Diagnostic("B111", _PLACE, f"{engine} 中途断开或者停止{words}", hint="恢复后用同样的命令重新运行")
