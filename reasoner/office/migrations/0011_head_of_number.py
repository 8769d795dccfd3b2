from django.db import migrations, models


class Migration(migrations.Migration):
    """Applications with one number are looked up on the page of each: without an index all of them are gone through."""

    dependencies = [
        ("office", "0010_simulations"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.Func("number", function="substr", template="%(function)s(%(expressions)s, 1, 64)"),
                name="head_of_number",
            ),
        ),
    ]
