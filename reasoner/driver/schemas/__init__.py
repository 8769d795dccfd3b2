"""JSON Schemas of what the program reads and writes, and the page about them (docs/schema/, docs/json.md).

In come the types of results and the vocabulary, out go schemas and Markdown. Only `reasoner.driver.pages` imports it.

Comes in: types and vocabulary.
Goes out: JSON Schemas and docs/json.md.
May import it: the driver.
"""
