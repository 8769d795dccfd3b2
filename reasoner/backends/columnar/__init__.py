"""A whole register at once: rules as words of bits over columns, for engines that read tables.

Comes in: the norms of the representation, the vocabulary, what is held of places.
Goes out: a plan (frozen data), tables that an engine joins, and what each combination of bits comes to.
May import it: the driver. It asks the interpreter what a combination comes to, and never looks into a single application.
"""
