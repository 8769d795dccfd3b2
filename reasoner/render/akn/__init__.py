"""Official texts as Akoma Ntoso (OASIS LegalDocML): clauses with their addresses, dates and organs, for legislative databases.

Comes in: documents of the rule base.
Goes out: XML.
May import it: exports of the driver.
"""
