"""Running a model: one generation contract and the engines behind it."""

import os

# OpenMP's threads spin while they wait. Where another program wants the same cores, that made decoding ten
# times slower; waiting asleep costs next to nothing on idle ones. Read by OpenMP when llama.cpp is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
