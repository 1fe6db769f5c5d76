"""Runs one contender: `python contenders MODULE:FUNCTION CORES`.

Says "ready", and then answers each line of standard input, a dataset, with the mean value of its pairs.
"""

import importlib
import os
import sys

from dataset import Dataset

# Before the contender is imported: some read them only then.
os.environ["POLARS_MAX_THREADS"] = os.environ["OMP_NUM_THREADS"] = sys.argv[2]
module, function = sys.argv[1].split(":")
contender = importlib.import_module(module)
mean = getattr(contender, function)
print("ready", flush=True)
for line in sys.stdin:
    print(repr(float(mean(Dataset.parse(line), int(sys.argv[2])))), flush=True)
if hasattr(contender, "close"):
    contender.close()
