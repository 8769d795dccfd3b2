"""Spreadsheets as districts send them, in and out; nothing in them is executed, followed or changed.

Reading: `guard` bounds what a file may unpack to, `scan` looks at the cells before they are held, `grid` gives the
values, `layout` finds tables and headers, `columns` the meaning of headers, `cells` that of values, and `plain` the plain
data that the intake checks like any other. Writing: `template`, `results`, `marked`, all through `book` and `save`.

Comes in: xlsx, xls and csv tables.
Goes out: plain data with the places of cells; workbooks.
May import it: the driver.
"""
