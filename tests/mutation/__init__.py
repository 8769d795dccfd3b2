"""Rule mutation testing: what the rules say is changed in every way a slip could change it, and must be noticed.

A mutant is one change of one deciding rule of one document, or of one date of its meta.toml. Types and alignment see
most of them at compile time; the case sets must see the rest. What nothing sees is listed in equivalent.toml with the
reason why no reader of the official text could tell it from the rule.

    uv run --group dev python -m tests.mutation            the score, printed
    uv run --group dev python -m tests.mutation --write    the score, and docs/mutation.md
"""

import sys
from pathlib import Path

# The reader of the case sets lives beside the tests of conformance, which import it by its bare name; so do all tests the
# module that knows where documents lie.
sys.path[:0] = [str(Path(__file__).parents[1] / "conformance"), str(Path(__file__).parents[1])]
