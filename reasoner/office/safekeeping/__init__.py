"""Backup, restore and upgrade of an office: its database, whichever it is, and the files of its data folder, as one archive.

Comes in: the data folder and the database in use, or an archive.
Goes out: an archive with the digest of everything in it, or an office as it was.
May import it: the server and the command line. It knows no model of today: an archive is read by the forms it was written in.
"""
