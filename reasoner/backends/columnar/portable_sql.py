"""A statement of the plan as PostgreSQL and Spark are asked it: what means the same everywhere is printed, what does not is
written otherwise, and anything that nobody has looked at is refused. The one module that imports sqlglot.

That sqlglot prints a statement proves nothing: maps, dates subtracted and columns left out of a star are printed in silence as something
that the engine refuses, or reads otherwise. So every kind of node stands in a list of those that are asked on all engines by the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from sqlglot import exp

Dialect = Literal["postgres", "spark"]
_SAME: Final = frozenset(
    (
        # What a query is made of.
        "Select From Where Join Union Subquery With CTE Table TableAlias Alias Column Identifier Star Distinct Group Order Ordered Limit "
        # Values: whole numbers become BIGINT, and texts are compared with codes of ASCII for being the same alone.
        "Literal Cast DataType DataTypeParam Boolean Null Values Tuple "
        # Strong Kleene logic, as SQL has it everywhere; IN over a written list, or a column that is never null.
        "And Or Not EQ NEQ LT LTE GT GTE Between In Is Case If Coalesce Paren "
        # Whole numbers of 64 bits, of which none of these leaves the width; bits in brackets of their own.
        "Neg Add Sub Mul BitwiseAnd BitwiseOr BitwiseOrAgg Min Max "
        # Written otherwise below.
        "Explode GenerateSeries"
    ).split()
)
"""The kinds of nodes that mean the same in DuckDB, PostgreSQL and Spark, or are written as what does."""
_BITS: Final = ("BitwiseAnd", "BitwiseOr")


class NotPortable(Exception):
    """A statement has something that has not been asked on all engines. what: the kind of node."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Portable(NamedTuple):
    """A statement in another dialect."""

    query: str
    """What gives the rows."""
    makes: str
    """The table that is made of them; empty: none."""
    extends: str
    """The table to which they are added; empty: none."""


def portable(statement: str, dialect: Dialect, columns: Mapping[str, Sequence[str]]) -> Portable:
    """A statement in a dialect; raises NotPortable. columns: of the tables that there are, by name."""
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(statement, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        raise NotPortable("Statement") from None
    makes = extends = ""
    if isinstance(tree, exp.Create | exp.Insert):
        if (isinstance(tree, exp.Create) and tree.kind != "TABLE") or not isinstance(tree.expression, exp.Query):
            raise NotPortable(type(tree).__name__)
        makes, extends = (tree.this.name, "") if isinstance(tree, exp.Create) else ("", tree.this.name)
        tree = tree.expression.copy()
    tree = exp.Subquery(this=tree)  # so that every node within has a parent
    _without_maps(tree)
    _without_stars(tree, columns)
    for of in tree.find_all(exp.CTE):
        of.set("materialized", None)
    for node in list(tree.walk()):
        kind = type(node).__name__
        if kind not in _SAME:
            raise NotPortable(kind)
        if kind in _BITS and not isinstance(node.parent, exp.Paren):
            node.replace(exp.Paren(this=node.copy()))
    _whole_numbers(tree)
    if dialect == "spark":
        _days_apart(tree)
    else:
        _series(tree)
    printed = tree.this.sql(dialect=dialect, identify=True, unsupported_level=sqlglot.ErrorLevel.RAISE)
    return Portable(printed, makes, extends)


def _without_maps(tree: exp.Expr) -> None:
    """CASE in place of a map of texts: of any other text it is null, too."""
    from sqlglot import exp

    for of in list(tree.find_all(exp.ToMap)):
        # `map {…}[x]` is read as the map of what stands in brackets behind the struct.
        bracket = of.this
        if not isinstance(bracket, exp.Bracket) or not isinstance(bracket.this, exp.Struct):
            raise NotPortable("Map")
        (column,) = bracket.expressions
        cases = [
            exp.If(this=exp.EQ(this=column.copy(), expression=pair.this.copy()), true=pair.expression.copy())
            for pair in bracket.this.expressions
        ]
        of.replace(exp.Case(ifs=cases))


def _without_stars(tree: exp.Expr, columns: Mapping[str, Sequence[str]]) -> None:
    """The columns by name, where a star leaves some out."""
    from sqlglot import exp

    for star in list(tree.find_all(exp.Star)):
        left_out = {c.name for c in star.args.get("except_") or []}
        if not left_out:
            continue
        column = star.parent if isinstance(star.parent, exp.Column) else star
        select = column.parent
        if not isinstance(select, exp.Select):
            raise NotPortable("Star")
        table = select.args["from_"].this.name
        if table not in columns:
            raise NotPortable("Star")
        names = [exp.column(c, table=table, quoted=True) for c in columns[table] if c not in left_out]
        others = [e for e in select.expressions if e is not column]
        select.set("expressions", [*names, *others])


def _whole_numbers(tree: exp.Expr) -> None:
    """Each whole number as BIGINT: what is worked out of 32 bits ends there in PostgreSQL and Spark."""
    from sqlglot import exp

    for number in list(tree.find_all(exp.Literal)):
        if number.is_string or isinstance(number.parent, exp.Limit | exp.Cast):
            continue
        if not number.is_int:
            raise NotPortable("Literal")
        number.replace(exp.cast(number.copy(), "bigint"))


def _days_apart(tree: exp.Expr) -> None:
    """A day less a day is an interval in Spark, and a whole number elsewhere."""
    from sqlglot import exp

    for less in list(tree.find_all(exp.Sub)):
        day = less.expression
        if isinstance(day, exp.Cast) and day.to.is_type("date"):
            days = exp.Anonymous(this="DATEDIFF", expressions=[less.this.copy(), day.copy()])
            less.replace(exp.cast(days, "bigint"))


def _series(tree: exp.Expr) -> None:
    """unnest(range(low, behind)) as the series whose end belongs to it."""
    from sqlglot import exp

    for unnest in list(tree.find_all(exp.Explode)):
        series = unnest.this
        if not isinstance(series, exp.GenerateSeries) or not series.args.get("is_end_exclusive"):
            raise NotPortable("Explode")
        last = exp.Sub(this=series.args["end"].copy(), expression=exp.cast(exp.Literal.number(1), "bigint"))
        ends = [series.args["start"].copy(), last]
        unnest.replace(exp.Anonymous(this="GENERATE_SERIES", expressions=ends))
