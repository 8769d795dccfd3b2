import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0002_basis_of_judgements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("login", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("organ", models.CharField(blank=True, max_length=80)),
                ("password", models.CharField(max_length=256)),
                ("password_at", models.CharField(max_length=32)),
                ("must_change", models.BooleanField(default=True)),
                ("created", models.CharField(max_length=32)),
                ("closed", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="FailedSignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("failures", models.IntegerField(default=0)),
                ("last", models.BigIntegerField()),
                ("until", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="OfficeSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32, unique=True)),
                ("value", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="OrganFlow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organ", models.CharField(max_length=80, unique=True)),
                ("steps", models.TextField()),
                ("apart", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=16)),
                ("first", models.CharField(max_length=10)),
                ("last", models.CharField(max_length=10)),
                ("ended", models.CharField(blank=True, default="", max_length=32)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="principals", to="office.account"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deputies", to="office.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PasswordBefore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=256)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="office.account")),
            ],
        ),
        migrations.CreateModel(
            name="RightsChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("payload", models.TextField(default="{}")),
                ("reason", models.TextField(blank=True)),
                ("proposed_at", models.CharField(max_length=32)),
                ("decided_at", models.CharField(blank=True, default="", max_length=32)),
                ("outcome", models.CharField(blank=True, db_index=True, default="", max_length=16)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="office.account",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided",
                        to="office.account",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposed", to="office.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=16)),
                ("since", models.CharField(max_length=32)),
                ("until", models.CharField(blank=True, db_index=True, default="", max_length=32)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="office.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.CharField(max_length=32)),
                ("begun", models.BigIntegerField()),
                ("active", models.BigIntegerField()),
                ("ended", models.CharField(blank=True, db_index=True, default="", max_length=16)),
                ("source", models.CharField(blank=True, max_length=64)),
                ("browser", models.CharField(blank=True, max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_ins", to="office.account"
                    ),
                ),
            ],
        ),
    ]
