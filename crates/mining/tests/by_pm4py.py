"""What PM4Py finds in each log of a folder, as JSON: FOLDER OUT."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")

import pandas as pd
import pm4py

COLUMNS = dict(
    case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
)


def read(path):
    if path.endswith(".jsonocel"):
        log = pm4py.ocel_flattening(pm4py.read_ocel2_json(path), "case")
    elif path.endswith(".csv"):
        log = pd.read_csv(path, dtype=str)
    else:
        # Its reader by rustxes gives events the defaults of globals, its own does not.
        log = pm4py.read_xes(path, variant="iterparse")
    # Leaves out events without case, activity or time, and puts the others in order.
    return pm4py.format_dataframe(log, **COLUMNS)


found = {}
for name in sorted(os.listdir(sys.argv[1])):
    log = read(os.path.join(sys.argv[1], name))
    # Where there are beginnings, its graph alone would follow them; variants follow the ends.
    log = log.drop(columns=["start_timestamp"], errors="ignore")
    edges, starts, ends = pm4py.discover_dfg(log)
    found[name] = {
        "events": len(log),
        "edges": [[a, b, int(n)] for (a, b), n in edges.items()],
        "starts": [[a, int(n)] for a, n in starts.items()],
        "ends": [[a, int(n)] for a, n in ends.items()],
        "variants": [[list(way), int(n)] for way, n in pm4py.get_variants(log).items()],
    }
with open(sys.argv[2], "w") as out:
    json.dump(found, out)
