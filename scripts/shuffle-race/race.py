"""The test of detection::shuffle in NumPy, as fast as NumPy does it: all values are shuffled within
their strata at once, and all subjects are summed at once. Prints seconds, then a p-value a subject."""

import sys
import time

import numpy as np

folder, draws = sys.argv[1], int(sys.argv[2])
values = np.fromfile(f"{folder}/values.f64").reshape(-1, 10)
owners = np.fromfile(f"{folder}/owners.u32", dtype=np.uint32).astype(np.int64)
values -= values.mean(axis=1, keepdims=True)
count = owners.max() + 1
rng = np.random.default_rng(1)
begin = time.perf_counter()
seen = np.bincount(owners, weights=values.ravel(), minlength=count) + 1e-9
extreme = np.zeros(count, dtype=np.int64)
shuffled = np.empty_like(values)
for _ in range(draws):
    rng.permuted(values, axis=1, out=shuffled)
    extreme += np.bincount(owners, weights=shuffled.ravel(), minlength=count) <= seen
p = (extreme + 1) / (draws + 1)
print(time.perf_counter() - begin)
np.savetxt(sys.stdout, p, fmt="%.6f")
