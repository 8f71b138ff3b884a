#!/usr/bin/env python3
"""The schema of questionnaires: every shipped file fits it, and broken ones do not. The parser has its own tests."""
import copy
import json
import pathlib
import sys

import jsonschema

folder = pathlib.Path(sys.argv[1]) / "assets" / "questionnaires"
schema = json.loads((folder / "questionnaire.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
shipped = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
del shipped["questionnaire.schema.json"]
faults = [f"{name}: {error.message}" for name, one in shipped.items() for error in validator.iter_errors(one)]

BREAKS = {
    "no levels": lambda q: q.pop("levels"),
    "four levels": lambda q: q["levels"].pop(),
    "an unknown name": lambda q: q.update(itmes=[]),
    "an unknown offer": lambda q: q.update(offers=["coffee"]),
    "an offer twice": lambda q: q.update(offers=["home", "home"]),
    "a sixth factor": lambda q: q["items"][0].update(maps={"sipas": 6}),
    "an unknown kind": lambda q: q["items"][0].update(kind="stars"),
    "an id in capitals": lambda q: q["items"][0].update(id="Access"),
    "a level item of four levels": lambda q: q["items"][0].update(options=q["items"][0]["options"][:4]),
    "a sixth level": lambda q: q["items"][0]["options"].append({"n": 6, "text": "level.5"}),
    "a level that stands apart": lambda q: q["items"][0]["options"][0].update(apart=True),
    "a single choice": lambda q: q["items"][5].update(options=q["items"][5]["options"][:1]),
    "an empty condition": lambda q: q["items"][1].update({"if": {"item": "access", "is": []}}),
}
for what, change in BREAKS.items():
    broken = copy.deepcopy(shipped["sipas-short.json"])
    change(broken)
    if validator.is_valid(broken):
        faults.append(f"the schema takes {what}")
print("\n".join(faults) or f"{len(shipped)} questionnaires fit, {len(BREAKS)} broken ones do not")
sys.exit(bool(faults))
