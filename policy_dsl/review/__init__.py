"""Who found that a rule says what its clause says.

Comes in: review files.
Goes out: reviews, and rules that count as reviewed.
May import it: the compiler and the driver.
"""
