"""One peer on one log, as JSON: PEER FILE. Counts only of PM4Py; the others load alone."""

import json
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")


def by_pm4py(path):
    import pandas as pd
    import pm4py

    start = time.perf_counter()
    if ".csv" in path:
        log = pd.read_csv(path)
        log = pm4py.format_dataframe(
            log, case_id="case:concept:name", activity_key="concept:name",
            timestamp_key="time:timestamp",
        )
    else:
        log = pm4py.read_xes(path)
    read = time.perf_counter()
    edges, starts, ends = pm4py.discover_dfg(log)
    counted = time.perf_counter()
    variants = pm4py.get_variants(log)
    varied = time.perf_counter()
    times, _, _ = pm4py.discover_performance_dfg(log)
    end = time.perf_counter()
    return {
        "events": len(log),
        "cases": int(log["case:concept:name"].nunique()),
        "variants": len(variants),
        "edges": [[a, b, int(n)] for (a, b), n in edges.items()],
        "starts": {name: int(n) for name, n in starts.items()},
        "ends": {name: int(n) for name, n in ends.items()},
        "all_variants": [[list(way), int(n)] for way, n in variants.items()],
        "medians": [[a, b, float(t["median"])] for (a, b), t in times.items()],
        "seconds": {"read": read - start, "dfg": counted - read, "variants": varied - counted,
                    "times": end - varied, "all": end - start},
    }


def by_rustxes(path):
    import rustxes

    start = time.perf_counter()
    log = rustxes.import_xes(path)
    return {"seconds": {"all": time.perf_counter() - start}, "events": len(log[0])}


def by_r4pm(path):
    import r4pm

    start = time.perf_counter()
    log = r4pm.df.import_xes(path)
    return {"seconds": {"all": time.perf_counter() - start}, "events": len(log[0])}


if __name__ == "__main__":
    peer = {"pm4py": by_pm4py, "rustxes": by_rustxes, "r4pm": by_r4pm}[sys.argv[1]]
    found = peer(sys.argv[2])
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump(found, sys.stdout)
