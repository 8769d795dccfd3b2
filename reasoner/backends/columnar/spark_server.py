"""Spark on this machine, for a pass over a register: the one module that imports PySpark.

Rows go in and out as Parquet files of a folder that both see, so a cluster of other machines is not taken. Each table is written when it
is made: a view that is worked out anew by whoever reads it would be worked out as often.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol, cast

from reasoner.backends.columnar.elsewhere import ElsewhereFault, Kinds
from reasoner.backends.columnar.portable_sql import Dialect
from reasoner.backends.columnar.register_columns import Row
from reasoner.backends.columnar.statements import literal

HERE: Final = "local[2]"
"""Where it runs if nothing is said: two threads of this machine."""
_LOCAL: Final = re.compile(r"local(\[([1-9][0-9]{0,2}|\*)\])?")
_QUIET: Final = "rootLogger.level = off\nstatus = error\n"


class _Writer(Protocol):
    def mode(self, mode: str) -> _Writer: ...
    def parquet(self, path: str) -> None: ...


class _Frame(Protocol):
    columns: list[str]
    write: _Writer

    def toDF(self, *columns: str) -> _Frame: ...  # noqa: N802 - the name PySpark gives it
    def collect(self) -> list[Sequence[object]]: ...
    def createOrReplaceTempView(self, name: str) -> None: ...  # noqa: N802 - the name PySpark gives it


class _Reader(Protocol):
    def parquet(self, *paths: str) -> _Frame: ...


class _Session(Protocol):
    read: _Reader

    def sql(self, statement: str) -> _Frame: ...
    def stop(self) -> None: ...


class Spark:
    """A session. address: local[N]; scratch: the folder for its files."""

    dialect: Dialect = "spark"
    title = "Spark"
    suffix = ".parquet"

    def __init__(self, address: str, scratch: Path) -> None:
        if not _LOCAL.fullmatch(address or HERE):
            raise ElsewhereFault("address", self.title, "local[N]")
        try:
            from py4j.protocol import Py4JError
            from pyspark.errors import AnalysisException, ParseException, PySparkException
            from pyspark.sql import SparkSession
        except ImportError:
            raise ElsewhereFault("absent", self.title) from None
        self._ours = (AnalysisException, ParseException)
        self._errors = (PySparkException, Py4JError, OSError, EOFError)
        self._scratch, self._made = scratch, 0
        self._paths: dict[str, list[str]] = {}
        (scratch / "log4j2.properties").write_text(_QUIET, encoding="utf-8")
        builder = SparkSession.builder.master(address or HERE).appName("tiaoli")
        for key, value in self._settings(scratch).items():
            builder = builder.config(key, value)
        given = os.environ.get("SPARK_CONF_DIR")
        # Java says nothing on the screen of whoever runs a command, and takes no settings that a folder happens to hold.
        os.environ["SPARK_CONF_DIR"] = str(scratch)
        try:
            self._session = cast(_Session, builder.getOrCreate())
        except Exception:  # without Java it raises PySparkRuntimeError or what subprocess raises
            raise ElsewhereFault("absent", self.title, "Java") from None
        finally:
            os.environ.pop("SPARK_CONF_DIR")
            if given is not None:
                os.environ["SPARK_CONF_DIR"] = given

    @staticmethod
    def _settings(scratch: Path) -> dict[str, str]:
        return {
            # Nothing listens but for this machine, and no page is served.
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.local.dir": str(scratch / "spark"),
            "spark.sql.warehouse.dir": str(scratch / "warehouse"),
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": "2",
            # What leaves the width of a number is an error, and no other number.
            "spark.sql.ansi.enabled": "true",
            "spark.sql.caseSensitive": "true",
        }

    def load(self, table: str, columns: Kinds, file: Path) -> None:
        """A view of a Parquet file."""
        del columns
        self._view(table, [str(file)])

    def make(self, table: str, query: str) -> Sequence[str]:
        """A view of files with the rows of a query; its columns."""
        folder = self._folder()
        try:
            frame = self._session.sql(query)
            frame.write.parquet(folder)
        except self._errors as error:
            raise self._fault(error) from None
        self._view(table, [folder])
        return frame.columns

    def extend(self, table: str, query: str) -> None:
        """Add the rows of a query to a table, in the types of its columns."""
        folder = self._folder()
        try:
            columns = self._session.sql(f"select * from {table} limit 0").columns
            added = ", ".join(f"p{i}" for i in range(len(columns)))
            union = f"select * from {table} where false union all select * from ({query}) added({added})"
            self._session.sql(union).write.parquet(folder)
        except self._errors as error:
            raise self._fault(error) from None
        self._view(table, [*self._paths[table], folder])

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""
        try:
            return [tuple(row) for row in self._session.sql(query).collect()]
        except self._errors as error:
            raise self._fault(error) from None

    def save(self, query: str, target: Path) -> str:
        """Write the rows of a query as Parquet."""
        try:
            frame = self._session.sql(query)
            frame.toDF(*(f"c{i}" for i in range(len(frame.columns)))).write.parquet(str(target))
        except self._errors as error:
            raise self._fault(error) from None
        return f"read_parquet({literal(f'{target}/*.parquet')})"

    def close(self) -> None:
        """Stop the session."""
        with suppress(Exception):  # of one that died
            self._session.stop()

    def _folder(self) -> str:
        self._made += 1
        return str(self._scratch / f"made-{self._made}")

    def _view(self, table: str, paths: list[str]) -> None:
        try:
            self._session.read.parquet(*paths).createOrReplaceTempView(table)
        except self._errors as error:
            raise self._fault(error) from None
        self._paths[table] = paths

    def _fault(self, error: Exception) -> ElsewhereFault:
        words = (str(error).splitlines() or [type(error).__name__])[0]
        if isinstance(error, self._ours):
            return ElsewhereFault("statement", self.title, words)
        if "No space left" in str(error) or "OutOfMemoryError" in str(error):
            return ElsewhereFault("space", self.title, words)
        if "SparkArithmeticException" in str(error) or "ARITHMETIC" in str(error):
            return ElsewhereFault("statement", self.title, words)
        return ElsewhereFault("died", self.title, words)
