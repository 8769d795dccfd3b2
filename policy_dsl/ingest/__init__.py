"""Files of the user, read and written safely, for the language and the reasoner alike.

Comes in: paths and bytes.
Goes out: content within bounds, files written whole, or why not.
May import it: whatever reads or writes files.
"""
