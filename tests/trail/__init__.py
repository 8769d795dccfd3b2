"""The record of what was judged and decided: entries, heads, audits, replays, packages."""
