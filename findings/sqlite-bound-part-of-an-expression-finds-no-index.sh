#!/usr/bin/env bash
# SQLite finds no index on an expression where a part of the expression is bound, even though it knows what is bound when it plans.
#
# Versions: apsw 3.54.1.0 (SQLite 3.54.1), Django 5.2.8.
# Behaviour: substr(number, 1, 64) is indexed by Django's Index(Substr("number", 1, 64)); its own query for
# Substr("number", 1, 64) binds 1 and 64, and every row is read. Written out (Func with a template) the same expression is found.
# The values of a partial index's condition are looked at when they are bound; those of an indexed expression are not.
# Output seen: written out: SEARCH application USING COVERING INDEX head (<expr>=?) / bound: SCAN application /
#              Django sends: SUBSTR("application"."number", %s, %s) = %s with (1, 64, 'A7')
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0 django==5.2.8
cat > "$folder/try.py" <<'PY'
import apsw
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
import django

django.setup()
from django.db import models
from django.db.models.functions import Substr


class Application(models.Model):
    number = models.TextField()

    class Meta:
        app_label = "office"
        db_table = "application"


query = Application.objects.alias(head=Substr("number", 1, 64)).filter(head="A7").values("id").query
text, bound = query.sql_with_params()
condition = text.split(" WHERE ")[1]
print(f"Django sends: {condition} with {bound}")
assert bound == (1, 64, "A7"), "Django writes the numbers out now"

base = apsw.Connection(":memory:")
base.execute("CREATE TABLE application (id INTEGER PRIMARY KEY, number TEXT)")
base.execute("CREATE INDEX head ON application (substr(number, 1, 64))")
base.execute(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO application SELECT i, 'A' || i FROM n"
)


def plan(where, values):
    assert [r[0] for r in base.execute(f"SELECT id FROM application WHERE {where}", values)] == [7]
    return [r[3] for r in base.execute(f"EXPLAIN QUERY PLAN SELECT id FROM application WHERE {where}", values)][0]


written = plan("substr(number, 1, 64) = 'A7'", ())
sent = plan(condition.replace("%s", "?"), bound)
print(f"written out: {written}")
print(f"bound: {sent}")
assert written.startswith("SEARCH") and "head" in written, "the behaviour has changed"
assert sent.startswith("SCAN"), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
