from django.db import migrations, models
from django.db.models.functions import Substr


class Migration(migrations.Migration):
    """Applications with one number are looked up on the page of each: without an index all of them are gone through."""

    dependencies = [
        ("office", "0010_simulations"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(Substr("number", 1, 64), name="head_of_number"),
        ),
    ]
