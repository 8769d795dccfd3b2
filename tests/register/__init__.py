"""The columnar plan and `tiaoli batch`: agreement with the interpreter, seeded faults, bad input."""
