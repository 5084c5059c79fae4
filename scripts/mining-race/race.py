"""Ours against PM4Py, rustxes and r4pm on the same logs, in one run.

    race.py RACE-BINARY [EVENTS ...]      such as 1000000 10000000

RACE-BINARY is `cargo build --release -p mining --example race`. Counts must be the same, or the run
fails. `--ours` leaves the peers out, for sizes at which they do not fit into memory; `--csv` and
`--xes` choose one kind of log. Ratios are of time on the clock; the time of processors beside it
depends less on what else the machine does.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer.py")


def processors():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def asked(*command):
    before = processors()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    # PM4Py greets before it answers.
    found = json.loads(done.stdout[done.stdout.index('{"'):])
    found["processors"] = processors() - before
    return found


def best(repeats, *command):
    return min((asked(*command) for _ in range(repeats)), key=whole)


def whole(found):
    seconds = found["seconds"]
    return seconds["all"] if isinstance(seconds, dict) else seconds


def must_equal(ours, theirs):
    """Every count, and every median time of an edge."""
    for one in ("events", "cases", "variants"):
        assert ours[one] == theirs[one], (one, ours[one], theirs[one])
    edges = lambda found: {(a, b): n for a, b, n in found["edges"]}
    assert edges(ours) == edges(theirs), "edges differ"
    for one in ("starts", "ends"):
        assert {k: n for k, n in ours[one] if n} == theirs[one], one
    counts = {tuple(way): n for way, n in theirs["all_variants"]}
    for way, count in ours["top"]:
        assert counts[tuple(way)] == count, way
    medians = {(a, b): t for a, b, t in theirs["medians"]}
    for a, b, t in ours["medians"]:
        assert abs(t - medians[a, b]) <= 1e-6 * max(1.0, abs(t)), (a, b, t, medians[a, b])


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def told(kind, events, what, found, ours):
    ratio = "" if found is ours else f"{whole(found) / whole(ours):.2f} times ours"
    memory = f"{found['megabytes']} MB" if "megabytes" in found else ""
    row(kind, events, what, f"{whole(found):.2f}", ratio, f"{found['processors']:.1f}", memory)


def race(binary, events, folder, kinds, peers):
    for kind in kinds:
        path = os.path.join(folder, f"log.{kind}")
        subprocess.run([binary, "make", str(events), path], check=True)
        repeats = 3 if events <= 1_000_000 else 1
        ours = best(repeats, binary, "mine", path)
        told(kind, events, "ours: load, DFG with times, variants, times of cases", ours, ours)
        told(kind, events, "general parser: unpack and parse alone",
             best(repeats, binary, "unpack", path), ours)
        if peers:
            theirs = asked(sys.executable, PEER, "pm4py", path)
            must_equal(ours, theirs)
            told(kind, events, "PM4Py: the same, same counts", theirs, ours)
            for peer in ("rustxes", "r4pm") if "xes" in kind else ():
                theirs = asked(sys.executable, PEER, peer, path)
                assert theirs["events"] == ours["events"], peer
                told(kind, events, f"{peer}: loading alone", theirs, ours)
        os.remove(path)


if __name__ == "__main__":
    options = [one for one in sys.argv[1:] if one.startswith("--")]
    binary, *sizes = [one for one in sys.argv[1:] if not one.startswith("--")]
    kinds = [k for k in ("csv", "xes.gz") if f"--{k[:3]}" in options] or ["csv", "xes.gz"]
    print(time.strftime("%Y-%m-%d"), os.cpu_count(), "processors, load", os.getloadavg()[0])
    row("log", "events", "what", "s", "ratio", "processor s", "memory")
    row("---", "---:", "---", "---:", "---:", "---:", "---:")
    with tempfile.TemporaryDirectory(dir=os.environ.get("RACE_FOLDER")) as folder:
        for size in sizes or ["1000000"]:
            race(binary, int(size), folder, kinds, "--ours" not in options)
