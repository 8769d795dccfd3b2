"""Questions to the texts as a whole: ledger, figures, indicators, duties, references, reviews."""
