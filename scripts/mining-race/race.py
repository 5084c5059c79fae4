"""Ours against PM4Py, rustxes and r4pm on the same logs, in one run.

    race.py RACE-BINARY [EVENTS ...]      such as 1000000 10000000

RACE-BINARY is `cargo build --release -p mining --example race`. Counts must be the same, or the run
fails. `--ours` leaves the peers out, for sizes at which they do not fit into memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer.py")


def asked(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    # PM4Py greets before it answers.
    return json.loads(done.stdout[done.stdout.index('{"'):])


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


def race(binary, events, folder, peers):
    for name in ("log.csv", "log.xes.gz"):
        path = os.path.join(folder, name)
        subprocess.run([binary, "make", str(events), path], check=True)
        repeats = 1 if events > 20_000_000 else 3
        ours = best(repeats, binary, "mine", path)
        parsed = best(repeats, binary, "unpack", path)
        kind = name.removeprefix("log.")
        per = whole(ours) / events * 1e9
        row(kind, events, "ours: read, DFG, variants, times", f"{whole(ours):.2f}",
            f"{per:.0f} ns/event", f"{ours['megabytes']} MB")
        row(kind, events, "unpack and parse alone", f"{whole(parsed):.2f}",
            f"ours takes {whole(ours) / whole(parsed):.2f} times it", "")
        if peers:
            theirs = asked(sys.executable, PEER, "pm4py", path)
            must_equal(ours, theirs)
            row(kind, events, "PM4Py: the same, same counts", f"{whole(theirs):.1f}",
                f"{whole(theirs) / whole(ours):.1f} times ours", f"{theirs['megabytes']} MB")
            for peer in ("rustxes", "r4pm") if "xes" in kind else ():
                theirs = asked(sys.executable, PEER, peer, path)
                assert theirs["events"] == ours["events"], peer
                row(kind, events, f"{peer}: loading alone", f"{whole(theirs):.1f}",
                    f"{whole(theirs) / whole(ours):.1f} times ours",
                    f"{theirs['megabytes']} MB")
        os.remove(path)


if __name__ == "__main__":
    options = [one for one in sys.argv[1:] if one.startswith("--")]
    binary, *sizes = [one for one in sys.argv[1:] if not one.startswith("--")]
    print(time.strftime("%Y-%m-%d"), os.cpu_count(), "processors, load", os.getloadavg()[0])
    row("log", "events", "what", "s", "ratio", "memory")
    row("---", "---:", "---", "---:", "---", "---:")
    with tempfile.TemporaryDirectory(dir=os.environ.get("RACE_FOLDER")) as folder:
        for size in sizes or ["1000000"]:
            race(binary, int(size), folder, "--ours" not in options)
