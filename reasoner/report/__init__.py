"""Layouts of explanations for people: notes in a terminal, lists of clauses and documents."""
