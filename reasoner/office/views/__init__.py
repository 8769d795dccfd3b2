"""What each address answers: a page, a file, or where to go on.

Comes in: requests.
Goes out: pages and files.
May import it: the addresses (`office.urls`).
"""
