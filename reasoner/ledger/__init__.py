"""The bureau's own ledger: entries, their status on a day, what is told of them.

Comes in: tables and plain data of the ledger, applications.
Goes out: entries, and applications with what the ledger holds for their city.
May import it: sheets and the driver.
"""
