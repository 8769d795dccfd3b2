"""DuckDB, for tables in this process: the one module that imports it.

Nothing is fetched from anywhere: extensions are neither installed nor loaded, and files are read by names that are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

Cell = None | bool | int | str | tuple["Cell", ...] | list["Cell"]
Row = tuple[object, ...]

MEMORY: Final = "700MiB"
"""What the engine may take before it writes to the temporary folder."""
_OF_STATEMENTS: Final = (
    "ParserException",
    "BinderException",
    "CatalogException",
    "ConversionException",
    "InternalException",
)
_WHOLE: Final = ("integer", "bigint")
THREADS: Final = 1
"""One: joins by several threads do not keep the order of rows, and to sort a register costs more than they save."""


PARQUET: Final = "format parquet, dictionary_size_limit 4096"
"""How tables are written. A column of more texts than that in a group of rows (numbers of applications) is written as it is: to look
for texts that come again takes a sixth of the writing, and finds none.
"""


class EngineFault(Exception):
    """The engine could not do something. words: what it says, in one line; ours: whether a statement is wrong."""

    def __init__(self, words: str, *, interrupted: bool = False, ours: bool = False) -> None:
        super().__init__(words)
        self.words, self.interrupted, self.ours = words, interrupted, ours


class Engine:
    """A database in memory.

    scratch: the folder for what does not fit. threads: how many work; memory: what they may take together.
    """

    keeps_order: Final = True
    keeps_lists: Final = True

    def __init__(self, scratch: Path, *, threads: int = THREADS, memory: str = MEMORY) -> None:
        import duckdb

        self._errors: type[Exception] = duckdb.Error
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(
            config={
                "threads": threads,
                "memory_limit": memory,
                "temp_directory": str(scratch),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "true",
                # Else a join holds back the rows of a small block until it has more, and lets the next block go first.
                "enable_caching_operators": "false",
                # Statements name the register first and the small tables behind it: joins are made as they are written.
                "disabled_optimizers": "join_order,build_side_probe_side",
            }
        )

        self.connection.execute("set parquet_metadata_cache = true")

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""
        self._execute(statement, parameters)

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows that a statement gives."""
        self._execute(statement, parameters)
        return self.connection.fetchall()

    def written(self, statement: str) -> int:
        """How many rows a COPY wrote."""
        ((count,),) = self.rows(statement)
        assert isinstance(count, int)
        return count

    def texts(self, of: Sequence[str]) -> str:
        """The type of a column that holds nothing but these texts: they are written once, and a row by its number alone."""
        if not of:
            return "varchar"
        return f"enum({', '.join(_literal(text) for text in of)})"

    def table(self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
        """A temporary table of these columns (name and type) and rows."""
        declared = ", ".join(f"{column} {kind}" for column, kind in columns)
        self.run(f"create or replace temp table {name} ({declared})")
        if rows:
            # Whole numbers go over as one text for each column: as values they take more than twice as long.
            spread = ", ".join(f"unnest(cast(? as {kind}[]))" for _, kind in columns)
            values = [
                str(list(c)).replace("None", "NULL") if kind in _WHOLE else list(c)
                for c, (_, kind) in zip(zip(*rows, strict=True), columns, strict=True)
            ]
            self.run(f"insert into {name} select {spread}", values)

    def _execute(self, statement: str, parameters: Sequence[object]) -> None:
        try:
            self.connection.execute(statement, list(parameters))
        except self._errors as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            kind = type(error).__name__
            raise EngineFault(first, interrupted=kind == "InterruptException", ours=kind in _OF_STATEMENTS) from None
        except RuntimeError:  # what the engine raises where a signal has stopped it
            raise EngineFault("interrupted", interrupted=True) from None

    def interrupt(self) -> None:
        """Stop what is running."""
        self.connection.interrupt()

    def close(self) -> None:
        """Give everything back."""
        self.connection.close()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
