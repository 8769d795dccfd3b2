"""Reads the official texts as an editor would: sums, terms, lists, names, repetitions and marks."""
