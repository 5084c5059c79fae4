"""Asks PM4Py what it makes of the logs and models in a file; answers with one JSON line for each.

Called by models.rs. Not part of the product.
"""

import json
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

warnings.filterwarnings("ignore")

from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
from pm4py.algo.conformance.tokenreplay import algorithm as replay
from pm4py.algo.conformance.tokenreplay.variants import token_replay
from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
from pm4py.algo.discovery.inductive.variants.im import IMUVCL
from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL
from pm4py.algo.evaluation.precision.variants import align_etconformance
from pm4py.algo.evaluation.replay_fitness.variants import alignment_based
from pm4py.objects.conversion.process_tree import converter
from pm4py.objects.log.obj import Event, EventLog, Trace
from pm4py.objects.petri_net.exporter import exporter as pnml_exporter
from pm4py.objects.petri_net.importer import importer as pnml_importer
from pm4py.objects.process_tree.exporter import exporter as ptml_exporter
from pm4py.objects.process_tree.importer import importer as ptml_importer
from pm4py.objects.process_tree.utils import generic


def mined(words, noise):
    log = Counter()
    for word, count in words:
        log[tuple(word)] += count
    parameters = {"noise_threshold": noise, "multiprocessing": False}
    miner = (IMFUVCL if noise > 0 else IMUVCL)(parameters)
    return generic.fold(miner.apply(IMDataStructureUVCL(log), parameters))


def text(tree):
    """PM4Py writes a tree of one leaf without its quotes."""
    if tree.operator is None:
        return "tau" if tree.label is None else f"'{tree.label}'"
    return str(tree)


def as_log(words):
    log = EventLog()
    for word, count in words:
        for _ in range(count):
            log.append(Trace([Event({"concept:name": name}) for name in word]))
    return log


def answer(task, folder):
    ptml, pnml = folder / "model.ptml", folder / "model.pnml"
    ptml.write_text(task["ptml"])
    pnml.write_text(task["pnml"])
    net, start, end = pnml_importer.apply(str(pnml))
    im, imf = mined(task["log"], 0.0), mined(task["log"], task["noise"])
    own_ptml, own_pnml = folder / "own.ptml", folder / "own.pnml"
    ptml_exporter.apply(imf, str(own_ptml))
    own_net, own_start, own_end = converter.apply(imf)
    pnml_exporter.apply(own_net, own_start, str(own_pnml), final_marking=own_end)
    once = as_log([(word, 1) for word, _ in task["other"]])
    aligned = alignments.apply(once, net, start, end, parameters={"show_progress_bar": False})
    played = replay.apply(
        once, net, start, end,
        parameters={"show_progress_bar": False, token_replay.Parameters.CONSIDER_REMAINING_IN_FITNESS: True},
    )
    precision = align_etconformance.apply(
        as_log(task["log"]), net, start, end, parameters={"show_progress_bar": False}
    )
    own_aligned = alignments.apply(
        once, own_net, own_start, own_end, parameters={"show_progress_bar": False}
    )
    return {
        "im": text(im),
        "imf": text(imf),
        "ptml": text(ptml_importer.apply(str(ptml))),
        "own_ptml": own_ptml.read_text(),
        "own_pnml": own_pnml.read_text(),
        "costs": [one["cost"] // 10_000 for one in aligned],
        "fitness": [one["fitness"] for one in aligned],
        "log_fitness": alignment_based.evaluate(aligned)["log_fitness"],
        "own_costs": [one["cost"] // 10_000 for one in own_aligned],
        "tokens": [
            [one[name + "_tokens"] for name in ("produced", "consumed", "missing", "remaining")]
            for one in played
        ],
        "replay": [one["trace_fitness"] for one in played],
        "fits": [bool(one["trace_is_fit"]) for one in played],
        "precision": precision,
    }


with tempfile.TemporaryDirectory() as folder:
    for task in json.loads(Path(sys.argv[1]).read_text()):
        print(json.dumps(answer(task, Path(folder))), flush=True)
