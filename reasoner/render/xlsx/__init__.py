"""Workbooks.

Comes in: sheets of typed cells.
Goes out: the bytes of a workbook.
May import it: sheets, compare.
"""
