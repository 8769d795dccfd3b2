"""Files of the user, read and written safely: in goes a path or bytes, out comes content within bounds or a reason.

The language and the reasoner both use it; it imports nothing of either but `diagnostics` and `os_errors`.
"""
