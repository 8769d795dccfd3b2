"""The error codes of each part: title, meaning, what to do; `registry` brings them together."""
