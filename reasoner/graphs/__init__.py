"""Applications and knowledge as graphs: read, written, and held against data shapes.

`files` and `parse` turn bytes into triples, bounded and offline (`nesting`, `jsonld`); `read` turns triples into the
plain data of CONTRACT §1 with a place for every part, which the same intake then checks as it checks JSON.
`application` and `corpus` say what a graph holds; `write` puts it down. `shapes` validates with pySHACL, `validate`
joins that with the native checks. RDF libraries are imported only where a graph is read or validated.

Comes in: graphs in Turtle, JSON-LD, N-Triples.
Goes out: applications, findings of validation, exports.
May import it: the driver.
"""
