"""Who found that a rule says what its clause says, and who confirmed a reading.

Comes in: review files, files of confirmations.
Goes out: reviews, and rules that count as reviewed; how readings stand.
May import it: the compiler and the driver.
"""
