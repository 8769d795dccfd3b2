"""From typed rules and facts to verdicts that carry their clauses and reasons."""
