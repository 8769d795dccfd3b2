"""From the ontology in Turtle to the terms and regions that run time reads."""
