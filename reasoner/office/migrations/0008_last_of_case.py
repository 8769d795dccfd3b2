from django.db import migrations, models


class Migration(migrations.Migration):
    """Of 10,000 cases the last verdict each: by the number of the verdict alone PostgreSQL goes through all of them for every case."""

    dependencies = [
        ("office", "0007_letters"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["case", "-id"], name="last_verdict_of_case"),
        ),
        migrations.AddIndex(
            model_name="decisionrecord",
            index=models.Index(fields=["case", "-id"], name="last_decision_of_case"),
        ),
    ]
