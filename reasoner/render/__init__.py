"""Layouts: from view models to what people see. In goes what is to be shown, out comes text or the bytes of a file.

It depends on the types of view models alone, which are made in the rooms that know what is to be said; only the driver
imports it.
"""
