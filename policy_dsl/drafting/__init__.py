"""From a received file to the folder of a document: text, metadata proposed with their basis, rules to write, a report.

Comes in: a received file, and what the person who enters it says of it.
Goes out: the files of the folder, and what they leave to do.
May import it: the driver.
"""
