"""The proof checker: derives a verdict again, and shares no code with the interpreter.

Comes in: verdicts and the rule base as plain JSON, official texts.
Goes out: what is wrong with a verdict.
May import it: letters and the driver.
"""
