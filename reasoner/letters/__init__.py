"""Letters: from a verdict to one neutral argument, and from that to Word, HTML and PDF.

The argument is built once (`letter_of`); every format lays out the same lines. A letter carries its verdict, and
`letter_verification` compares all that a reader sees with the letter made anew from that verdict.

Comes in: a verdict and the office's settings.
Goes out: letters as Word, HTML and PDF, and what is wrong with one.
May import it: the driver.
"""
