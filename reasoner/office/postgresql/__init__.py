"""PostgreSQL as the window uses it: one writer at a time, as SQLite has it, and no character that it cannot keep.

Comes in: what Django asks of a database.
Goes out: the same from PostgreSQL.
May import it: Django alone, by the name in `database.settings_of`.
"""
