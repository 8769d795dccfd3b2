"""The only modules that know every stage: each answers the questions of one kind of command."""
