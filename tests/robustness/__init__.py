"""What bad files, kill -9 and a power cut do to the program: three commands, of which the suite runs short forms.

python -m tests.robustness.fuzz --count 20000 --seed 1      files of all kinds, changed at random
python -m tests.robustness.kill --count 1000 --seed 1       kill -9 at random moments
python -m tests.robustness.synced                           fsync before each acknowledgement, by strace
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # as pytest does: what all tests share is imported by its bare name
