"""Lets the queues of tests/vectors/staffing.json run in ciw and writes what was seen into the same file.

    python3 -m venv .make/ciw && .make/ciw/bin/pip install -r scripts/staffing-check/requirements.txt
    .make/ciw/bin/python scripts/staffing-check/run.py

`cargo run -p mining --example staffing` then sets our formulae and our own simulation beside it.
Times are minutes. Each value stands with its standard error over independent runs.
"""

import json
import pathlib
import statistics

import ciw

FILE = pathlib.Path(__file__).parents[2] / "tests/vectors/staffing.json"
RUNS = 20
PEOPLE = 10_000  # expected arrivals of a run; the first tenth is not counted
DAYS = 400


def service(mean, variation):
    if variation == 0:
        return ciw.dists.Deterministic(value=mean)
    if variation == 1:
        return ciw.dists.Exponential(rate=1 / mean)
    return ciw.dists.Gamma(shape=1 / variation, scale=mean * variation)


def told(values):
    error = statistics.stdev(values) / len(values) ** 0.5
    return {"value": round(statistics.fmean(values), 5), "error": round(error, 5)}


def steady(queue):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=queue["rate"])],
        service_distributions=[service(queue["service"], queue["variation"])],
        number_of_servers=[queue["officers"]],
    )
    length = PEOPLE / queue["rate"]
    means, late = [], []
    for seed in range(RUNS):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(length)
        records = simulation.get_all_records()
        waits = [r.waiting_time for r in records if r.arrival_date > length / 10]
        means.append(statistics.fmean(waits))
        late.append(sum(w > queue["within"] for w in waits) / len(waits))
    return {"wait": told(means), "later": told(late)}


def day(day):
    hours = len(day["rates"])
    ends = [60 * (hour + 1) for hour in range(hours)]
    # Whoever is left in the evening is served by one more shift.
    schedule = ciw.Schedule(
        numbers_of_servers=day["officers"] + [day["officers"][-1]],
        shift_end_dates=ends + [ends[-1] + 600],
        preemption=False,
    )
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=day["rates"], endpoints=ends, max_sample_date=ends[-1]
            )
        ],
        service_distributions=[service(day["service"], day["variation"])],
        number_of_servers=[schedule],
    )
    kept = []
    for seed in range(DAYS):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(ends[-1] + 300)
        waits = [r.waiting_time for r in simulation.get_all_records()]
        kept.append(sum(w <= day["within"] for w in waits) / len(waits))
    return {"kept": told(kept)}


def main():
    known = json.loads(FILE.read_text())
    for queue in known["queues"]:
        queue["ciw"] = steady(queue)
        print(queue)
    for one in known["days"]:
        one["ciw"] = day(one)
        print(one)
    known["made_by"] = f"scripts/staffing-check/run.py, ciw {ciw.__version__}"
    FILE.write_text(json.dumps(known, indent=1) + "\n")


main()
