"""Checks a downloaded release with programs that know nothing of Bening.

    python check.py FOLDER CATALOGUE SHAPES

FOLDER holds a release (datapackage.json and its tables), CATALOGUE is the DCAT catalogue as JSON-LD, SHAPES are SHACL
shapes in Turtle. Frictionless reads every row; every checksum of the catalogue that names a file of the folder is
compared with the file.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

from frictionless import Package
from pyshacl import validate
from rdflib import Graph, Namespace

folder, catalogue, shapes = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

report = Package(str(folder / "datapackage.json")).validate()
assert report.valid, report.to_summary()
tables = [task.name for task in report.tasks]
assert len(tables) >= 5, tables

# The description beside a table (CSV on the Web) names exactly its columns.
for name in tables:
    described = json.loads((folder / f"{name}.csv-metadata.json").read_text("utf-8"))
    with open(folder / described["url"], encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == header, (name, header)
    keys = described["tableSchema"].get("primaryKey", [])
    assert set(keys) <= set(header), (name, keys)
    for column in columns:
        assert header[columns.index(column)] in column["titles"]["id"], column
    rows = json.loads((folder / f"{name}.json").read_text("utf-8"))
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        plain = list(csv.DictReader(file))
    assert len(rows) == len(plain), name
    for ours, theirs in zip(rows, plain):
        assert list(ours) == list(theirs), name
        for value, text in zip(ours.values(), theirs.values()):
            same = text == "" if value is None else str(value) == text or float(text) == float(value)
            assert same, (name, value, text)

graph = Graph().parse(catalogue, format="json-ld")
conforms, _, text = validate(graph, shacl_graph=Graph().parse(shapes, format="turtle"), advanced=True)
assert conforms, text

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
compared = 0
for distribution, url in graph.subject_objects(DCAT.downloadURL):
    path = folder / str(url).rsplit("/", 1)[1]
    if str(url).split("/")[-2] != folder.name:
        continue
    checksum = graph.value(graph.value(distribution, SPDX.checksum), SPDX.checksumValue)
    size = graph.value(distribution, DCAT.byteSize)
    content = path.read_bytes()
    # rdflib reads a hexBinary as its bytes.
    digest = checksum.toPython()
    digest = digest.hex() if isinstance(digest, bytes) else str(digest)
    assert hashlib.sha256(content).hexdigest() == digest, path
    assert len(content) == int(size), path
    compared += 1
assert compared >= 2 * len(tables), compared
print(f"{len(tables)} tables are a valid data package; {compared} files have the checksum of the catalogue")
