"""docs/errors.md on standard output."""

from policy_dsl.error_codes.registry import page

print(page(), end="")
