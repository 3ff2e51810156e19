"""Checks drafts of credentials against the published schemas, shapes and contexts: check.py SAMPLES DRAFTS."""

import json
import sys
from pathlib import Path

import pyshacl
import rdflib
from jsonschema import FormatChecker
from jsonschema.validators import validator_for
from pyld import jsonld

EDC = "dc4eu-vc__standards_edc_schema.json"
BADGE = "educredentials__schemas_ob_v3p0_achievementcredential_schema.json"
SHAPES = ["ec-elm__rdf_ap_edc_EDC-generic-no-cv.ttl", "ec-elm__rdf_ap_edc_EDC-generic-full.ttl"]
# The shapes that were published for it want a picture of a page, and nothing else, in other words than the schema does.


def loader(samples: Path):
    """Serves the contexts from files; nothing is fetched."""
    known = json.loads((samples / "contexts/index.json").read_text())

    def load(url, _options=None):
        name = known.get(url)
        if name is None:
            raise ValueError(f"the context {url} is not known")
        document = json.loads((samples / "contexts" / name).read_text())
        return {"contextUrl": None, "documentUrl": url, "document": document, "contentType": "application/ld+json"}

    return load


def schema_of(samples: Path, kind: str) -> dict:
    """The schema of a kind of draft; that of the EDC also names one of EBSI's, which no file has."""
    schema = json.loads((samples / "schemas" / (EDC if kind == "european" else BADGE)).read_text())
    if kind == "european":
        schema.pop("allOf")
        schema["$ref"] = "#/$defs/EuropeanDigitalCredentialType"
    return schema


def dropped(document: dict, load) -> list[str]:
    """Keys that the contexts of a document give no meaning: JSON-LD would drop them without a word."""
    marked = jsonld.expand(document, {"documentLoader": load})
    compact = jsonld.compact(marked, {"@context": document["@context"]}, {"documentLoader": load})

    def keys(value, found):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key != "@context":
                    found.add(key)
                    keys(inner, found)
        elif isinstance(value, list):
            for inner in value:
                keys(inner, found)
        return found

    languages = {"en", "es", "nl", "de", "fr", "it", "pt"}
    return sorted(keys(document, set()) - keys(compact, set()) - languages)


def shapes_of(samples: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in SHAPES:
        graph.parse(samples / "schemas" / name, format="turtle")
    graph.remove((None, rdflib.OWL.imports, None))
    return graph


def main() -> int:
    samples, drafts = Path(sys.argv[1]), Path(sys.argv[2])
    load = loader(samples)
    shapes = shapes_of(samples)
    failed = 0
    for path in sorted(drafts.glob("*.json")):
        kind = path.name.split("-")[0]
        document = json.loads(path.read_text())
        schema = schema_of(samples, kind)
        problems = [
            f"schema: {list(e.absolute_path)}: {e.message[:200]}"
            for e in validator_for(schema)(schema, format_checker=FormatChecker()).iter_errors(document)
        ]
        problems += [f"context: `{key}` has no meaning" for key in dropped(document, load)]
        if kind == "european":
            quads = jsonld.to_rdf(document, {"documentLoader": load, "format": "application/n-quads"})
            data = rdflib.Graph().parse(data=quads, format="nt")
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
            for result in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
                if report.value(result, rdflib.SH.resultSeverity) == rdflib.SH.Violation:
                    where = report.value(result, rdflib.SH.resultPath)
                    focus = report.value(result, rdflib.SH.focusNode)
                    said = report.value(result, rdflib.SH.resultMessage)
                    problems.append(f"shape: {focus} {where}: {said}")
        print(f"{path.name}: {'valid' if not problems else f'{len(problems)} problems'}")
        for problem in sorted(set(problems))[:40]:
            print(f"  {problem}")
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
