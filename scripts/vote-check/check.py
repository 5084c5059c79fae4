"""Our rules against pabutools on random instances in the format of Pabulib, ties included.

usage: check.py PROGRAM INSTANCES [SEED]          so many small instances
       check.py PROGRAM race PROJECTS VOTERS      one large instance, and how long each takes
       check.py vectors FILE                      80 instances with pabutools' results, as test vectors
PROGRAM is the example `vote` of the crate allocation.
"""
import json, random, subprocess, sys, tempfile, time
from pabutools.election import Cost_Sat, Cardinality_Sat, Additive_Borda_Sat, Additive_Cardinal_Sat
from pabutools.election.pabulib import parse_pabulib
from pabutools.rules import (completion_by_rule_combination, exhaustion_by_budget_increase,
                             greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen)

sys.setrecursionlimit(100000)
SAT = {"cost": Cost_Sat, "count": Cardinality_Sat, "borda": Additive_Borda_Sat, "points": Additive_Cardinal_Sat}


def instance(rng, kind, projects, voters, path):
    """Small costs and few voters make many ties."""
    costs = [rng.choice([0, 1, 2, 3, 5, 10, 10, 20, 30]) if rng.random() < 0.5 else rng.randint(1, 60)
             for _ in range(projects)]
    if rng.random() < 0.2:
        costs = [cost + 0.5 for cost in costs]
    budget = max(1, int(sum(costs) * rng.choice([0.1, 0.3, 0.5, 0.8, 1.1])))
    ids = [str(i) for i in rng.sample(range(1, 20 * projects), projects)]
    with open(path, "w") as out:
        out.write(f"META\nkey;value\ndescription;random\nnum_projects;{projects}\nnum_votes;{voters}\n"
                  f"budget;{budget}\nvote_type;{kind}\n")
        out.write("PROJECTS\nproject_id;cost;name\n")
        for i, cost in zip(ids, costs):
            out.write(f"{i};{cost};Project {i}\n")
        points = kind in ("scoring", "cumulative")
        out.write("VOTES\nvoter_id;vote" + (";points" if points else "") + "\n")
        for voter in range(voters):
            vote = rng.sample(ids, rng.randint(0 if kind == "approval" else 1, min(projects, 6)))
            row = f"{voter};{','.join(vote)}"
            if points:
                row += ";" + ",".join(str(rng.randint(0, 5)) for _ in vote)
            out.write(row + "\n")


def theirs(name, sat, inst, prof):
    if name == "greedy":
        return greedy_utilitarian_welfare(inst, prof, sat_class=sat)
    if name == "phragmen":
        return sequential_phragmen(inst, prof)
    if name == "mes":
        return method_of_equal_shares(inst, prof, sat_class=sat)
    if name == "mes+add1":
        return method_of_equal_shares(inst, prof, sat_class=sat, voter_budget_increment=1)
    if name == "mes+percent":
        return exhaustion_by_budget_increase(inst, prof, method_of_equal_shares, {"sat_class": sat})
    if name == "mes+greedy":
        return completion_by_rule_combination(
            inst, prof, [method_of_equal_shares, greedy_utilitarian_welfare], [{"sat_class": sat}] * 2)
    if name == "mes+phragmen":
        return completion_by_rule_combination(
            inst, prof, [method_of_equal_shares, sequential_phragmen], [{"sat_class": sat}, {}])
    if name == "mes+add1u":
        return completion_by_rule_combination(
            inst, prof, [method_of_equal_shares, greedy_utilitarian_welfare],
            [{"sat_class": sat, "voter_budget_increment": 1}, {"sat_class": sat}])
    raise ValueError(name)


def runs(kind):
    mes = ["mes", "mes+add1", "mes+percent", "mes+greedy", "mes+add1u"]
    if kind == "approval":
        names = ["greedy", *mes, "mes+phragmen"]
        return [(n, s) for s in ("cost", "count") for n in names] + [("phragmen", "cost")]
    return [(n, "borda" if kind == "ordinal" else "points") for n in ["greedy", *mes]]


def compare(program, path, kind):
    """(differences, our seconds, their seconds) of one file."""
    wanted = runs(kind)
    inst, prof = parse_pabulib(path)
    answer = subprocess.run([program, path, *[f"{n}:{s}" for n, s in wanted]],
                            capture_output=True, text=True, check=True).stdout.splitlines()
    wrong, ours, other = [], 0.0, 0.0
    for (name, sat), line in zip(wanted, answer):
        _, seconds, ids = line.split("\t")
        ours += float(seconds)
        start = time.perf_counter()
        expected = ",".join(sorted(p.name for p in theirs(name, SAT[sat], inst, prof)))
        other += time.perf_counter() - start
        if ids != expected:
            wrong.append((name, sat, ids, expected))
    return wrong, ours, other


def race(program, projects, voters):
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/large.pb"
        costs = [rng.randint(10, 900) * 1000 for _ in range(projects)]
        with open(path, "w") as out:
            out.write(f"META\nkey;value\ndescription;random\nbudget;{sum(costs) // 4}\nvote_type;approval\n")
            out.write("PROJECTS\nproject_id;cost\n" + "".join(f"{i};{c}\n" for i, c in enumerate(costs)))
            out.write("VOTES\nvoter_id;vote\n")
            weights = [1 / (1 + i) ** 0.5 for i in range(projects)]
            for voter in range(voters):
                vote = set(rng.choices(range(projects), weights, k=rng.randint(1, 12)))
                out.write(f"{voter};{','.join(map(str, sorted(vote)))}\n")
        inst, prof = parse_pabulib(path)
        for name, sat in [("greedy", "cost"), ("mes", "cost"), ("mes", "count"), ("mes+percent", "cost"),
                          ("mes+phragmen", "cost"), ("phragmen", "cost")]:
            line = subprocess.run([program, path, f"{name}:{sat}"], capture_output=True, text=True, check=True)
            _, ours, ids = line.stdout.strip().split("\t")
            start = time.perf_counter()
            expected = ",".join(sorted(p.name for p in theirs(name, SAT[sat], inst, prof)))
            other = time.perf_counter() - start
            same = "same" if ids == expected else "DIFFERENT"
            print(f"{name:14}{sat:7}ours {float(ours):9.4f} s   pabutools {other:9.2f} s   "
                  f"{other / float(ours):8.0f} times   {same}", flush=True)


def vectors(out):
    rng = random.Random(80)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(80):
            kind = rng.choice(["approval", "approval", "ordinal", "cumulative", "scoring"])
            path = f"{folder}/one.pb"
            instance(rng, kind, rng.randint(1, 9), rng.randint(1, 14), path)
            inst, prof = parse_pabulib(path)
            chosen = {f"{n}:{s}": sorted(p.name for p in theirs(n, SAT[s], inst, prof)) for n, s in runs(kind)}
            cases.append({"file": open(path).read(), "chosen": chosen})
    with open(out, "w") as file:
        json.dump(cases, file, indent=0)


def main():
    if sys.argv[1] == "vectors":
        return vectors(sys.argv[2])
    if sys.argv[2] == "race":
        return race(sys.argv[1], int(sys.argv[3]), int(sys.argv[4]))
    program, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    different = checked = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            kind = rng.choice(["approval", "approval", "ordinal", "cumulative", "scoring"])
            path = f"{folder}/{number}.pb"
            instance(rng, kind, rng.randint(1, 12), rng.randint(1, 25), path)
            wrong, _, _ = compare(program, path, kind)
            checked += len(runs(kind))
            for name, sat, ours, expected in wrong:
                different += 1
                print(f"instance {number} ({kind}), {name} by {sat}: ours {ours}, pabutools {expected}")
    print(f"{count} instances, {checked} results, {different} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
