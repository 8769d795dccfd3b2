"""A bureau's own corpus (本单位规则库): documents, names and places that lie outside the package, joined to its rule base.

Comes in: the folder `<region code>/<document>/<version>/`, files of names, and the rule base of the package.
Goes out: one rule base of both; what has faults is set aside by name and stops nothing else.
May import it: the driver.
"""
