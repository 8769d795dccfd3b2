"""From an application and the rules in force to a verdict with its proof."""
