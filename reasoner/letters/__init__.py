"""Letters: from a verdict to one neutral argument, and from that to Word, HTML and PDF.

The argument is built once (`letter_of`); every format lays out the same lines. A letter carries its verdict, and
`prove` holds the visible text of a letter to the argument made anew from that verdict.
"""
