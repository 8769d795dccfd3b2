"""Who found that a rule says what its clause says."""
