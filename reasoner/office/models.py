"""What the window keeps. Data stand as JSON in the form in which files have them, so that decimals stay as they were written.

Nothing that was judged or decided is changed: what is judged again is a further judgement, what is decided anew a further
decision, and a value of the ledger that is replaced stays with the day on which it was.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField


class Submission(models.Model):
    """A form that was sent: the same form sent twice leads to what it made the first time."""

    key: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    """The number that the form carried."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When."""
    made: Text[str, str] = models.TextField()
    """The address of what it made."""


class Draft(models.Model):
    """An application that is being written."""

    data: Text[str, str] = models.TextField()
    """The application as plain JSON, as far as it is written."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was begun."""
    changed: models.CharField[str, str] = models.CharField(max_length=32)
    """When something was last written."""
    case: models.ForeignKey[Case | None, Case | None] = models.ForeignKey(
        "Case", null=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    """What it became; none: it is not finished."""


def number_head() -> models.Func:
    """The first characters of an application's number: what an index can hold, however long the number is.

    Written out: SQLite finds no index by an expression of which a part is bound later.
    """
    return models.Func("number", function="substr", template="%(function)s(%(expressions)s, 1, 64)")


class Batch(models.Model):
    """A file that was judged."""

    name: Text[str, str] = models.TextField()
    """Its name."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    """Its bytes."""
    as_of: models.CharField[str, str] = models.CharField(max_length=10, blank=True)
    """The day whose law was asked for; empty: that of receipt."""
    state: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `jobs.State`."""
    done: models.IntegerField[int, int] = models.IntegerField(default=0)
    """How many applications are judged."""
    total: models.IntegerField[int, int] = models.IntegerField(default=0)
    """Of how many; 0: not known yet."""
    outcome: Text[str, str] = models.TextField(default="{}")
    """Notes, faults and groups, as `driver.window.files.FileResult` has them, without the rows."""
    results: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The workbook of results."""
    marked: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The marked copy; empty: there is none."""
    mapping: Text[str, str] = models.TextField(default="{}")
    """Of a table, what a person said of its headers and values, as a file of `--mapping` has it."""
    corrected: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    """Whether a row was judged again since, so that the workbook and the groups are to be made anew."""
    basis: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """The digest of the ledger and the rules by which the whole file was last judged: `store.basis`."""
    failure: Text[str, str] = models.TextField(default="{}")
    """Why the last work on it came to nothing, as JSON; what it came to before stands."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was sent."""
    finished: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """When it was judged."""


class Case(models.Model):
    """An application, or a row that is none yet, with what was last made of it."""

    batch: models.ForeignKey[Batch | None, Batch | None] = models.ForeignKey(
        Batch, null=True, on_delete=models.CASCADE, related_name="cases"
    )
    """The file of which it is a row; none: it was written on a page."""
    position: models.IntegerField[int, int] = models.IntegerField(default=0)
    """Which row of the file, counted from 0."""
    data: Text[str, str] = models.TextField()
    """The application as plain JSON."""
    faults: Text[str, str] = models.TextField(default="[]")
    """What is wrong with it, as JSON; then it is not judged."""
    number: Text[str, str] = models.TextField()
    """Its number (编号)."""
    facility: Text[str, str] = models.TextField(blank=True)
    """The name of the institution."""
    kind: Text[str, str] = models.TextField(blank=True)
    """Its kind."""
    place: Text[str, str] = models.TextField(blank=True)
    """Where it lies."""
    matter: Text[str, str] = models.TextField(blank=True)
    """What is asked for."""
    as_of: models.CharField[str, str] = models.CharField(max_length=10, blank=True)
    """The day whose law was asked for."""
    outcome: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """The outcome; empty: not judged."""
    label: Text[str, str] = models.TextField(blank=True)
    """Its label."""
    short: Text[str, str] = models.TextField(blank=True)
    """The label in a list."""
    steps: Text[str, str] = models.TextField(blank=True)
    """What the desk does next."""
    key_fact: Text[str, str] = models.TextField(blank=True)
    """What decides, in a line."""
    waits: Text[str, str] = models.TextField(default="[]")
    """The facts for which it waits, as JSON: whom each is asked of, and its name."""
    changed: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was last judged."""

    class Meta:
        """In the order of the file."""

        ordering = ("batch_id", "position", "id")
        indexes = (
            models.Index(fields=("batch", "position"), name="row_of_file"),
            models.Index(number_head(), name="head_of_number"),
        )


class Judgement(models.Model):
    """A verdict on a case, with the application on which it was given."""

    case: models.ForeignKey[Case, Case] = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="judgements")
    """The case."""
    data: Text[str, str] = models.TextField()
    """The application as plain JSON."""
    verdict: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The verdict as JSON, compressed (zlib)."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When."""
    basis: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """The digest of the ledger and the rules by which it was judged: `store.basis`."""
    entry: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    """The number of its entry in the record; none: it was given before there was a record."""

    class Meta:
        """The last of a case is looked up for each case of a list, whatever the database knows of how many there are."""

        indexes = (models.Index(fields=("case", "-id"), name="last_verdict_of_case"),)


class DecisionRecord(models.Model):
    """What somebody decided on a case."""

    case: models.ForeignKey[Case, Case] = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    """The case."""
    judgement: models.ForeignKey[Judgement, Judgement] = models.ForeignKey(Judgement, on_delete=models.PROTECT)
    """The verdict beside which it was decided."""
    data: Text[str, str] = models.TextField()
    """The decision as a file of decisions has it, as JSON."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was entered."""
    entry: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    """The number of its entry in the record; none: it was decided before there was a record."""

    class Meta:
        """The last of a case is looked up as that of its verdicts is."""

        indexes = (models.Index(fields=("case", "-id"), name="last_decision_of_case"),)


class LetterRecord(models.Model):
    """A letter that was made: a final one with its file, a draft with the digest of its file alone."""

    case: models.ForeignKey[Case, Case] = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    """The case."""
    case_id: int
    """Its number."""
    judgement: models.ForeignKey[Judgement, Judgement] = models.ForeignKey(Judgement, on_delete=models.PROTECT)
    """The verdict from which it was made."""
    judgement_id: int
    """Its number."""
    decision: models.ForeignKey[DecisionRecord | None, DecisionRecord | None] = models.ForeignKey(
        DecisionRecord, null=True, on_delete=models.PROTECT
    )
    """The decision from which it was made; none: there was none."""
    kind: Text[str, str] = models.TextField()
    """Which letter it is: 不予新增告知书 …"""
    name: Text[str, str] = models.TextField()
    """The name of its file."""
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    """SHA-256 of its file."""
    final: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    """Whether it was made to leave the office; else it is a draft."""
    open: Text[str, str] = models.TextField(blank=True)
    """Of a draft what was still to be done; empty: nothing."""
    clauses: Text[str, str] = models.TextField(default="[]")
    """The clauses that its verdict cites, as JSON: address with the document, and the version of the document."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """Of a final letter its file; empty: it is a draft."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was made first."""

    class Meta:
        """The same file made again from the same is the same letter."""

        constraints = (
            models.UniqueConstraint(fields=("judgement", "decision", "digest", "final"), name="letter_once"),
            models.UniqueConstraint(
                fields=("judgement", "digest", "final"),
                condition=models.Q(decision__isnull=True),
                name="letter_once_undecided",
            ),
        )


class LedgerImport(models.Model):
    """Values, or institutions, that were sent together. They count from when somebody has looked at what they change."""

    name: Text[str, str] = models.TextField()
    """The file, or that they were written on a page."""
    notes: Text[str, str] = models.TextField(default="[]")
    """What was read in another way than it stands, as JSON."""
    taken: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """When they were taken in; empty: they wait."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When."""


PENDING = "待确认"
"""In the place of a moment: not taken in yet."""


class LedgerItem(models.Model):
    """A value of the bureau's own ledger."""

    section: models.CharField[str, str] = models.CharField(max_length=8)
    """指标 or 认定."""
    fact: Text[str, str] = models.TextField()
    """Which fact of whom on which day, so that a later value takes its place."""
    data: Text[str, str] = models.TextField()
    """The value as a file has it, as JSON."""
    source: models.ForeignKey[LedgerImport, LedgerImport] = models.ForeignKey(LedgerImport, on_delete=models.PROTECT)
    """With what it came."""
    until: models.CharField[str, str] = models.CharField(max_length=32, blank=True, db_index=True)
    """When another took its place, or it was taken out; empty: it counts; `PENDING`: it waits to be taken in."""


class Institution(models.Model):
    """A contracted institution (名录)."""

    data: Text[str, str] = models.TextField()
    """Its row as JSON: 名称, 类型, 已定点, 所在地, 地址, 位置."""
    name: Text[str, str] = models.TextField()
    """Its name."""
    source: models.ForeignKey[LedgerImport, LedgerImport] = models.ForeignKey(LedgerImport, on_delete=models.PROTECT)
    """With what it came."""
    until: models.CharField[str, str] = models.CharField(max_length=32, blank=True, db_index=True)
    """When another took its place; empty: it counts; `PENDING`: it waits to be taken in."""


class Comparison(models.Model):
    """A comparison that was asked for."""

    question: Text[str, str] = models.TextField()
    """What is compared, as JSON: `driver.window.comparison_answer.Question`."""
    title: Text[str, str] = models.TextField()
    """The same in words."""
    state: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `jobs.State`."""
    done: models.IntegerField[int, int] = models.IntegerField(default=0)
    """How many pairs are compared."""
    total: models.IntegerField[int, int] = models.IntegerField(default=0)
    """Of how many."""
    outcome: Text[str, str] = models.TextField(default="{}")
    """The answer in short, or what is wrong, as JSON."""
    page: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The page of the comparison, compressed (zlib); empty: there is none yet."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was asked for."""
    finished: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """When it was answered."""


from reasoner.office import account_models as account_models  # noqa: E402
from reasoner.office import casework_models as casework_models  # noqa: E402
from reasoner.office import record_models as record_models  # noqa: E402
from reasoner.office import register_models as register_models  # noqa: E402
from reasoner.office import simulation_models as simulation_models  # noqa: E402
from reasoner.office import token_models as token_models  # noqa: E402
