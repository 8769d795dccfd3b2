"""The window in a browser: pages in Chinese, served on this machine, for one person.

Comes in: requests of a browser on this machine.
Goes out: pages and files; what was judged, decided and imported is kept in SQLite or PostgreSQL.
May import it: the command line, when `tiaoli serve` is called.
"""
