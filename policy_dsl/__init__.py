"""From official text and literate rules to a typed, executable representation."""
