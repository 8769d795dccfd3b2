"""Spreadsheets as districts send them, in and out; nothing in them is executed, followed or changed.

Reading: `guard` bounds what a file may unpack to, `scan` looks at the cells before they are held, `grid` gives the
values, `layout` finds tables and headers, `columns` the meaning of headers, `cells` that of values, and `plain` the plain
data that the intake checks like any other. Writing: `empty_form`, `result_workbook`,
`annotated_copy` and `value_copy` give the sheets that `save` has rendered (`reasoner.render.xlsx`).

Comes in: xlsx, xls and csv tables.
Goes out: plain data with the places of cells; workbooks.
May import it: the driver.
"""
