"""From files that people wrote to checked applications; every fault of a file is named, never only the first.

`load` turns bytes into plain data (`json_text`, `yaml_text`); `read` turns plain data into `Application`s with the
vocabulary (`values`, `dates`, `places`, `sections`). `complaints` collects what is wrong, `characters` finds letters
and marks that mislead the eye. A form that arrives as plain data (a spreadsheet, a graph) needs `read` only.

Comes in: files that people wrote.
Goes out: checked applications, or every fault with its place.
May import it: ledger, sheets, graphs and the driver.
"""
