"""What is kept of casework: cases (案件) with their steps, matters and papers, and the bureau's tables of days and plans.

A step that was taken is never changed. What stands beside the steps (state, whom it waits for, what is due) follows from them.
"""

from __future__ import annotations

from django.db import models

from reasoner.office.models import Case, Judgement

Text = models.TextField
Number = models.BigIntegerField
_NO_DATA = "{}"


class OfficeTable(models.Model):
    """A table of the bureau's own; the last of a kind counts, the earlier ones stay.

    Tables of deadlines and of holidays count for the cases of an organ that are received from a day on, once they are agreed to.
    """

    kind: models.CharField[str, str] = models.CharField(max_length=8, db_index=True)
    """One of `casework_store.TableKind`."""
    rows: Text[str, str] = models.TextField()
    """Its rows as JSON, each by the names of its columns."""
    name: Text[str, str] = models.TextField()
    """The file, or that it was written on a page."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was taken in."""
    by: Text[str, str] = models.TextField(blank=True)
    """Who took it in; empty: a window for one person."""
    by_account: Number[int | None, int | None] = models.BigIntegerField(null=True)
    """The account of that one."""
    by_principal: Number[int | None, int | None] = models.BigIntegerField(null=True)
    """In whose place that one acted (代理); None: in the person's own right."""
    organ: Text[str, str] = models.TextField(blank=True, default="")
    """The organ for whose cases it counts; empty: for all that have none of their own."""
    from_day: models.CharField[str, str] = models.CharField(max_length=10, blank=True, default="")
    """It counts for cases that are received on this day or later, ISO; empty: for all."""
    state: models.CharField[str, str] = models.CharField(max_length=8, default="采用", db_index=True)
    """A `office_tables.TableState`."""
    settled_at: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """When it was agreed to or refused; empty: not yet, or nobody has to."""
    settled_by: Text[str, str] = models.TextField(blank=True, default="")
    """Who agreed or refused; empty: nobody."""


class CaseFile(models.Model):
    """A case of the office (案件): what was received together from one institution."""

    number: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    """The number of its receipt (收件编号)."""
    year: models.IntegerField[int, int] = models.IntegerField()
    place: models.IntegerField[int, int] = models.IntegerField()
    """Which receipt of the year it is, counted from 1."""
    organ: Text[str, str] = models.TextField(blank=True)
    """The organ that works on it; empty: a window for one person."""
    received: models.CharField[str, str] = models.CharField(max_length=10)
    """The day on which it was received."""
    facility: Text[str, str] = models.TextField(blank=True)
    credit_code: models.CharField[str, str] = models.CharField(max_length=200, blank=True, db_index=True)
    """统一社会信用代码; empty: not stated."""
    district: Text[str, str] = models.TextField(blank=True)
    state: models.CharField[str, str] = models.CharField(max_length=8, db_index=True)
    """A `CaseState`."""
    waits: Text[str, str] = models.TextField(blank=True)
    """For whom it waits."""
    handler: Number[int | None, int | None] = models.BigIntegerField(null=True, db_index=True)
    """The account of the handler; None: a window for one person."""
    handler_name: Text[str, str] = models.TextField(blank=True)
    due: models.CharField[str, str] = models.CharField(max_length=10, blank=True, db_index=True)
    """The last day of what is due first, ISO; empty: nothing is, or it cannot be said."""
    due_name: Text[str, str] = models.TextField(blank=True)
    """What is due then."""
    urge: models.CharField[str, str] = models.CharField(max_length=10, blank=True, db_index=True)
    """From which day it is urged (催办)."""
    earlier: models.ForeignKey[CaseFile | None, CaseFile | None] = models.ForeignKey(
        "CaseFile", null=True, on_delete=models.PROTECT, related_name="later"
    )
    """The case to which it is a further application; None: it is the first."""
    version: models.IntegerField[int, int] = models.IntegerField(default=1)
    """How many steps were taken; who would write over one that he has not seen is told."""
    changed: models.CharField[str, str] = models.CharField(max_length=32)

    class Meta:
        """Each number of a year once."""

        constraints = (models.UniqueConstraint(fields=("year", "place"), name="receipt_of_year"),)


class CaseMatter(models.Model):
    """One matter of a case, with the application on which it was judged."""

    file: models.ForeignKey[CaseFile, CaseFile] = models.ForeignKey(
        CaseFile, on_delete=models.CASCADE, related_name="matters"
    )
    case: models.OneToOneField[Case, Case] = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="of_file"
    )
    """The application."""
    matter: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    batch: Text[str, str] = models.TextField(blank=True)
    """The batch of assessment (评审批次); empty: none."""
    proposal: Text[str, str] = models.TextField(default=_NO_DATA)
    """What is proposed, as a file of decisions has it, as JSON."""
    judgement: models.ForeignKey[Judgement | None, Judgement | None] = models.ForeignKey(
        Judgement, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The verdict beside which it was proposed."""
    handling: models.CharField[str, str] = models.CharField(max_length=16, blank=True)
    """What was signed: 不予, 部分, 进入后续程序; empty: nothing is in effect."""
    exception: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    """Whether an exception was made."""
    beds: models.IntegerField[int | None, int | None] = models.IntegerField(null=True)
    """How many beds were let go on; None: not known, or none was asked for."""
    signed: models.CharField[str, str] = models.CharField(max_length=10, blank=True, db_index=True)
    """The day of the signature; empty: nothing is in effect."""


class DecisiveClause(models.Model):
    """A clause that decided a matter, so that others that it decided are looked up."""

    matter: models.ForeignKey[CaseMatter, CaseMatter] = models.ForeignKey(
        CaseMatter, on_delete=models.CASCADE, related_name="clauses"
    )
    clause: models.CharField[str, str] = models.CharField(max_length=255, db_index=True)


class StepRecord(models.Model):
    """A step that was taken."""

    file: models.ForeignKey[CaseFile, CaseFile] = models.ForeignKey(
        CaseFile, on_delete=models.CASCADE, related_name="steps"
    )
    place: models.IntegerField[int, int] = models.IntegerField()
    """Which of the case, counted from 1; it is the version of the case behind it."""
    step: models.CharField[str, str] = models.CharField(max_length=8)
    """A `CaseStep`."""
    day: models.CharField[str, str] = models.CharField(max_length=10)
    """The day on which it happened, ISO."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was entered."""
    account: Number[int | None, int | None] = models.BigIntegerField(null=True)
    """Whose it is; None: a window for one person, nothing is signed."""
    name: Text[str, str] = models.TextField(blank=True)
    deputed_by: Number[int | None, int | None] = models.BigIntegerField(null=True)
    """In whose place it was taken (代理); None: in the person's own right."""
    deputed_by_name: Text[str, str] = models.TextField(blank=True)
    data: Text[str, str] = models.TextField(default=_NO_DATA)
    """What was filled in, as JSON."""

    class Meta:
        """Each place of a case once, in order."""

        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("file", "place"), name="step_of_case"),)


class Attachment(models.Model):
    """A photograph or a scan that lies in a case."""

    file: models.ForeignKey[CaseFile, CaseFile] = models.ForeignKey(
        CaseFile, on_delete=models.CASCADE, related_name="attachments"
    )
    number: models.IntegerField[int, int] = models.IntegerField()
    """Its number in the case (证据编号), counted from 1."""
    title: Text[str, str] = models.TextField()
    pages: models.IntegerField[int | None, int | None] = models.IntegerField(null=True)
    """How many pages it has; None: not said."""
    proves: Text[str, str] = models.TextField(blank=True)
    """The fact that it is to show; empty: not said."""
    page_of: Text[str, str] = models.TextField(blank=True)
    """On which page; empty: not said."""
    origin: Text[str, str] = models.TextField()
    """From whom it comes: a 来源类型 of CONTRACT §1."""
    giver: Text[str, str] = models.TextField(blank=True)
    """Who handed it in or took it."""
    kind: models.CharField[str, str] = models.CharField(max_length=32)
    """Its media type, by its content."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    size: models.IntegerField[int, int] = models.IntegerField()
    """Bytes."""
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    """SHA-256 of its bytes."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    by: Text[str, str] = models.TextField(blank=True)

    class Meta:
        """Each number of a case once, in order."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("file", "number"), name="evidence_of_case"),)


class UrgeNotice(models.Model):
    """A paper by which cases were urged (催办单), as it was when it was issued."""

    organ: Text[str, str] = models.TextField(blank=True)
    """The organ whose cases they are; empty: a window for one person."""
    files: models.ManyToManyField[CaseFile, models.Model] = models.ManyToManyField(CaseFile, related_name="notices")
    """The cases that were urged."""
    scope: Text[str, str] = models.TextField()
    """What was chosen, in words: a case, a person, a district."""
    rows: Text[str, str] = models.TextField()
    """Its lines, as JSON."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    by: Text[str, str] = models.TextField(blank=True)
    """Who issued it; empty: a window for one person."""
