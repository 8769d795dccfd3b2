"""What an office for many keeps of its accounts. No row of an account, a role or a change is ever deleted: a name stays in what it did.

Moments of sessions and of sign-ins that failed are seconds of `sessions.CLOCK`, which a clock that is set back does not turn back;
all others are ISO, to the second, by the clock of this machine.
"""

from __future__ import annotations

from django.db import models

Text = models.TextField


class Account(models.Model):
    """A person who may sign in."""

    login: models.CharField[str, str] = models.CharField(max_length=32, unique=True)
    """By which the person signs in (登录名), in small letters; never given to another."""
    name: models.CharField[str, str] = models.CharField(max_length=40)
    """How the person is called on papers."""
    organ: models.CharField[str, str] = models.CharField(max_length=80, blank=True)
    """The full name of the organ for which the person works."""
    password: models.CharField[str, str] = models.CharField(max_length=256)
    """The digest of the password."""
    password_at: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was set."""
    must_change: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    """Whether the password was given by somebody else, so that nothing is open until it is changed."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When the account was opened."""
    closed: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """When it was closed; empty: it is open."""

    class Meta:
        """In the order in which they were opened."""

        ordering = ("id",)


class PasswordBefore(models.Model):
    """A password that an account had."""

    account: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT)
    password: models.CharField[str, str] = models.CharField(max_length=256)
    """Its digest."""


class RoleGrant(models.Model):
    """A role that an account has, or had."""

    account: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="grants"
    )
    role: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `casework.roles.Role`."""
    since: models.CharField[str, str] = models.CharField(max_length=32)
    until: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """When it was withdrawn; empty: it counts."""


class Deputy(models.Model):
    """Somebody acts in the place of another, in one role, for some days (代理)."""

    principal: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="deputies"
    )
    """In whose place."""
    deputy: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="principals"
    )
    """Who acts."""
    role: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `casework.roles.CASE_ROLES`, which the principal has."""
    first: models.CharField[str, str] = models.CharField(max_length=10)
    """The first day, ISO."""
    last: models.CharField[str, str] = models.CharField(max_length=10)
    """The last day, ISO."""
    ended: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """When it was ended before its last day; empty: it was not."""


class SignIn(models.Model):
    """A browser that signed in."""

    account: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="sign_ins"
    )
    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    """SHA-256 of what its cookie holds."""
    at: models.CharField[str, str] = models.CharField(max_length=32)
    """When, in words of the clock."""
    begun: models.BigIntegerField[int, int] = models.BigIntegerField()
    """When, in seconds."""
    active: models.BigIntegerField[int, int] = models.BigIntegerField()
    """When something was last asked for, in seconds, to the minute."""
    ended: models.CharField[str, str] = models.CharField(max_length=16, blank=True, default="", db_index=True)
    """How it ended; empty: it has not."""
    source: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    """The address from which it came."""
    browser: models.CharField[str, str] = models.CharField(max_length=120, blank=True)
    """What the browser calls itself."""


class SecondFactor(models.Model):
    """The secret by which an account gives codes at its sign-in, beside the password."""

    account: models.OneToOneField[Account, Account] = models.OneToOneField(
        Account, on_delete=models.PROTECT, related_name="second_factor"
    )
    secret: models.CharField[str, str] = models.CharField(max_length=64)
    """In base 32. The machine needs it to reckon the codes, so it is kept as it is."""
    confirmed: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """When its owner gave the first code; empty: the secret was only shown."""
    last_step: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    """The step of the last code that was taken."""
    recovery: Text[str, str] = models.TextField(default="[]")
    """SHA-256 of the recovery codes that were not used, as JSON."""


class RefusedAccess(models.Model):
    """Requests that were refused: who asked for what on a day, and how often."""

    day: models.CharField[str, str] = models.CharField(max_length=10, db_index=True)
    """ISO."""
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="refused"
    )
    """Who asked; none: somebody who had not signed in."""
    account_id: int | None
    method: models.CharField[str, str] = models.CharField(max_length=8)
    address: models.CharField[str, str] = models.CharField(max_length=120)
    """The address as `urls` has it, without numbers and without a query; empty: there is no such address."""
    status: models.IntegerField[int, int] = models.IntegerField()
    """401, 403, 404 or 429."""
    number: models.BigIntegerField[int, int] = models.BigIntegerField()
    """How often."""
    first: models.CharField[str, str] = models.CharField(max_length=32)
    """When first."""
    last: models.CharField[str, str] = models.CharField(max_length=32)
    """When last."""
    source: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    """The address from which it was asked last."""

    class Meta:
        """One row for whatever is the same."""

        constraints = (
            models.UniqueConstraint(
                fields=("day", "account", "method", "address", "status"), name="refused_once_a_day"
            ),
        )


class FailedSignIn(models.Model):
    """Sign-ins with a wrong password for a name, whether or not there is such an account: both are answered alike."""

    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    """SHA-256 of the name as it was given."""
    failures: models.IntegerField[int, int] = models.IntegerField(default=0)
    """How many since the last that succeeded."""
    last: models.BigIntegerField[int, int] = models.BigIntegerField()
    """When the last was, in seconds."""
    until: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    """Until when nobody signs in by this name, in seconds."""


class RightsChange(models.Model):
    """A change of rights: one administrator proposes it, another agrees or does not."""

    kind: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `rights_changes.Kind`."""
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    """Whose rights; none: a new account, or a rule for all."""
    payload: Text[str, str] = models.TextField(default="{}")
    """What is to be changed, as JSON."""
    reason: Text[str, str] = models.TextField(blank=True)
    """Why, in the words of who proposed it."""
    proposed_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="proposed"
    )
    proposed_at: models.CharField[str, str] = models.CharField(max_length=32)
    decided_by: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="decided"
    )
    decided_at: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    outcome: models.CharField[str, str] = models.CharField(max_length=16, blank=True, default="", db_index=True)
    """One of `rights_changes.Outcome`; empty: it waits."""


class OrganFlow(models.Model):
    """The flow that an organ has set."""

    organ: models.CharField[str, str] = models.CharField(max_length=80, unique=True)
    steps: Text[str, str] = models.TextField()
    """The roles in their order, as JSON."""
    apart: Text[str, str] = models.TextField()
    """Pairs of roles that must be different persons, as JSON."""


class OfficeSetting(models.Model):
    """A value that holds for the whole office."""

    name: models.CharField[str, str] = models.CharField(max_length=32, unique=True)
    value: Text[str, str] = models.TextField()
    """As JSON."""
