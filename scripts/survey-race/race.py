"""Means of nine items by unit, as svy or samplics has them: NAME FILE -> unit,item,mean,se."""

import sys
import warnings

warnings.simplefilter("ignore")
ITEMS = [f"u{number}" for number in range(1, 10)]


def by_svy(path):
    import polars as pl
    import svy

    rows = pl.read_csv(path)
    design = svy.Design(stratum="stratum", wgt="weight", pop_size="population")
    estimates = svy.Sample(rows, design).estimation.mean(ITEMS, by="unit")
    for item, estimate in zip(ITEMS, estimates):
        for cell in estimate.estimates:
            yield cell.by_level[0], item, cell.est, cell.se


def by_samplics(path):
    import pandas as pd
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam

    rows = pd.read_csv(path)
    # It asks for the share that was not drawn, of each stratum.
    strata = rows.groupby("stratum")
    fpc = (1 - strata.size() / strata["population"].first()).to_dict()
    for item in ITEMS:
        estimator = TaylorEstimator(PopParam.mean)
        estimator.estimate(
            y=rows[item],
            samp_weight=rows["weight"],
            stratum=rows["stratum"],
            domain=rows["unit"],
            fpc=fpc,
        )
        for unit, mean in estimator.point_est.items():
            yield unit, item, mean, estimator.stderror[unit]


peer = {"svy": by_svy, "samplics": by_samplics}[sys.argv[1]]
for unit, item, mean, error in peer(sys.argv[2]):
    print(f"{unit},{item},{float(mean)!r},{float(error)!r}")
