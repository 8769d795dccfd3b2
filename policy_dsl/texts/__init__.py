"""Official texts: received, masked, laid out, cut into clauses."""
