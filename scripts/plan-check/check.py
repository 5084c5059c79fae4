"""The choice of `bening plan solve` against HiGHS on random plans: same points, every rule kept.

usage: check.py BENING PLANS ACTIVITIES [SEED]
"""
import csv, json, random, subprocess, sys, tempfile, time
import highspy
import numpy as np

KELURAHAN = [f"K{i:02}" for i in range(22)]


def plan(rng, count, folder):
    """Writes a plan and returns it as it must be read."""
    rows = []
    for i in range(count):
        cost = int(rng.lognormvariate(19.0, 1.0)) + 1
        groups = [g for g, p in (("education", 0.25), ("infrastructure", 0.4), ("personnel", 0.15)) if rng.random() < p]
        needs = f"A{rng.randrange(i):04}" if i and rng.random() < 0.05 else ""
        rows.append({"id": f"A{i:04}", "name": "", "cost": cost, "points": round((cost / 1e8) ** 0.5 * rng.uniform(5, 15), 2),
                     "groups": "|".join(groups), "kelurahan": rng.choice(KELURAHAN), "needs": needs})
    total = sum(row["cost"] for row in rows)
    budget, fixed = total * 35 // 100, total // 2
    rules = [("Education", "education", "at_least", 0.20, int(fixed * 0.18)),
             ("Infrastructure", "infrastructure", "at_least", 0.40, int(fixed * 0.35)),
             ("Personnel", "personnel", "at_most", 0.30, int(fixed * 0.29))]
    there = sorted({row["kelurahan"] for row in rows})
    exclusive = [[f"A{3 * i:04}", f"A{3 * i + 1:04}"] for i in range(count // 40)]
    with open(f"{folder}/activities.csv", "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with open(f"{folder}/plan.toml", "w") as out:
        out.write(f"first_year = 2027\nbudget = [{budget}]\nfixed = {fixed}\nactivities = \"activities.csv\"\n")
        out.write(f"exclusive = {json.dumps(exclusive)}\n")
        for title, group, side, share, own in rules:
            out.write(f"[[rule]]\ntitle = \"{title}\"\ngroup = \"{group}\"\n{side} = \"{share * 100:g} %\"\nfixed = {own}\n")
        out.write(f"[kelurahan]\nnames = {json.dumps(there)}\nat_least = \"1 activity\"\n")
    return rows, budget, fixed, rules, there, exclusive


def highs(made, seconds):
    rows, budget, fixed, rules, there, exclusive = made
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("time_limit", float(seconds))
    x = [solver.addBinary() for _ in rows]
    place = {row["id"]: i for i, row in enumerate(rows)}
    cost = [row["cost"] / 1e6 for row in rows]
    spent = sum(x[i] * cost[i] for i in range(len(x)))
    solver.addConstr(spent <= budget / 1e6)
    for _, group, side, share, own in rules:
        of = sum((x[i] * cost[i] for i, row in enumerate(rows) if group in row["groups"].split("|")), start=0 * x[0])
        over = of - share * spent + (own - share * fixed) / 1e6
        solver.addConstr(over >= 0) if side == "at_least" else solver.addConstr(over <= 0)
    for name in there:
        solver.addConstr(sum(x[i] for i, row in enumerate(rows) if row["kelurahan"] == name) >= 1)
    for ids in exclusive:
        solver.addConstr(sum(x[place[i]] for i in ids) <= 1)
    for i, row in enumerate(rows):
        if row["needs"]:
            solver.addConstr(x[i] - x[place[row["needs"]]] <= 0)
    solver.maximize(sum(x[i] * row["points"] for i, row in enumerate(rows)))
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    values = np.array(solver.getSolution().col_value)
    return sum(row["points"] for i, row in enumerate(rows) if values[i] > 0.5)


def main():
    program, plans, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    different, slowest, proven = 0, 0.0, 0
    for number in range(plans):
        with tempfile.TemporaryDirectory() as folder:
            made = plan(rng, count, folder)
            start = time.perf_counter()
            ours = subprocess.run([program, "plan", "solve", f"{folder}/plan.toml", "--format", "json"],
                                  capture_output=True, text=True)
            took = time.perf_counter() - start
            start = time.perf_counter()
            theirs = highs(made, 120)
            other = time.perf_counter() - start
        slowest = max(slowest, took)
        if ours.returncode == 2 and theirs is None:
            continue
        answer = json.loads(ours.stdout)
        proven += answer["gap"] == 0.0
        kept = all(rule["kept"] for rule in answer["rules"])
        same = theirs is not None and abs(answer["points"] - theirs) < 1e-6 * max(1.0, theirs)
        if not (same and kept):
            different += 1
        print(f"plan {number}: ours {answer['points']:.2f} (gap {answer['gap']:.6f}) in {took:.2f} s, HiGHS {theirs} in {other:.2f} s"
              f"{'' if same and kept else '  DIFFERENT'}", flush=True)
    print(f"{plans} plans of {count}: {proven} proven best, slowest {slowest:.2f} s, {different} different")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
