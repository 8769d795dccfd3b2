"""A register judged at once: tables in, a table of outcomes out.

Comes in: tables of applications, figures and determinations as Parquet, CSV, xlsx or tables of a DuckDB file.
Goes out: a row for each application that intake takes, the faults of the others, notes.
May import it: the command line.
"""
