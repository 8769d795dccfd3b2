"""Questions to the texts as a whole: documents, clauses, figures, indicators, duties, references, reviews."""
