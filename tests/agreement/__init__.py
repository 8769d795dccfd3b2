"""Agreement of two engines: what the formulas of `reasoner.backends.smt` say, and what the interpreter judges.

Applications, rule sets and small worlds are made at random and looked at by both; a second solver reads the same
scripts; a naive comparison goes through every application of a small world. Seeded faults of the compiler of formulas
tell whether all this would notice anything.

    uv run --group dev python -m tests.agreement.faults            which check notices each fault, printed
    uv run --group dev python -m tests.agreement.faults --write    the same, and docs/smt-faults.md
"""

import sys
from pathlib import Path

# Days and figures near the lines of the real rules are those of the metamorphic laws, which import them by bare names.
sys.path.insert(0, str(Path(__file__).parents[1] / "metamorphic"))
