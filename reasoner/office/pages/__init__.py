"""What pages show, before any markup: pure data made of results, with no request and no database.

Comes in: results of the driver.
Goes out: view models.
May import it: the views.
"""
