"""Comparing what regions say: a matrix of topics by regions, made from norms and statements of their documents."""

from reasoner.topics.matrix import compare_topics, regions_named

__all__ = ["compare_topics", "regions_named"]
