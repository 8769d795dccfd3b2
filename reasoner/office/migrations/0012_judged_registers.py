from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0011_head_of_number"),
    ]

    operations = [
        migrations.CreateModel(
            name="JudgedRegister",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField()),
                ("name", models.TextField()),
                ("organ", models.TextField(blank=True)),
                ("content", models.BinaryField()),
                ("state", models.CharField(max_length=16)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("outcome", models.TextField(default="{}")),
                ("basis", models.CharField(blank=True, default="", max_length=32)),
                ("ledger", models.BinaryField(default=b"")),
                ("summary", models.TextField(default="{}")),
                ("result", models.BinaryField(default=b"")),
                ("rows", models.BinaryField(default=b"")),
                ("faults", models.BinaryField(default=b"")),
                ("created", models.CharField(max_length=32)),
                ("finished", models.CharField(blank=True, max_length=32)),
            ],
        ),
    ]
