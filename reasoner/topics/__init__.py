"""Comparing what regions say: a matrix of topics by regions, made from norms and statements of their documents.

The rule base and names of regions come in, a `matrix.TopicMatrix` goes out. `report`, `compare.report` and the driver
read it.

Comes in: the documents of several regions.
Goes out: a matrix of topics by regions.
May import it: comparison pages, reports and the driver.
"""

from reasoner.topics.matrix import compare_topics, regions_named

__all__ = ["compare_topics", "regions_named"]
