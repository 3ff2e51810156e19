"""Records of credentials: invented, the same on every run, a tenth of their facts missing."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checks import FACTS, Fact, Record

SEED = 20261120
MISSING = 0.1
EPOCH = date(1970, 1, 1)

# Each value so often, of a hundred.
WEIGHTED: dict[str, dict[Fact, int]] = {
    "kind": {"official_study": 40, "own_study": 35, "short_cycle_study": 10, "single_course_unit": 12, "mooc": 3},
    "registered": {True: 98, False: 2},
    "identified": {True: 98, False: 2},
    "state": {"completed": 95, "in_progress": 3, "failed": 2},
    "revoked": {False: 99, True: 1},
    "recognised": {True: 94, False: 6},
    "level": {4: 6, 5: 14, 6: 50, 7: 28, 8: 2},
    "assessment": {"written_exam": 60, "project": 25, "oral_exam": 10, "peer_assessment": 5},
    "participation": {"onsite": 55, "online": 35, "blended": 10},
    "supervision": {
        "supervised_with_identity": 70,
        "supervised_without_identity": 10,
        "unsupervised_with_identity": 10,
        "unsupervised_without_identity": 10,
    },
    "quality_assurance": {
        "institutional_licence": 45,
        "programme_licence": 45,
        "internal_quality_assurance": 7,
        "institutional_quality_assurance": 3,
    },
    "language": {"es": 55, "en": 35, "fr": 5, "de": 3, "fi": 2},
}


def make(count: int) -> list[Record]:
    """So many records; the first ones are the same for any number."""
    chance = random.Random(SEED)
    return [_record(chance) for _ in range(count)]


def _record(chance: random.Random) -> Record:
    record: Record = {}
    for fact in FACTS:
        if fact == "cents":
            value: Fact = chance.choice((150, 250, 300, 400, 500, 600, 750, 900, 1_200, 3_000, 6_000, 6_050, 9_000))
        elif fact == "issued":
            value = chance.randrange(16_400, 20_770)
        else:
            weighted = WEIGHTED[fact]
            [value] = chance.choices(list(weighted), list(weighted.values()))
        record[fact] = None if chance.random() < MISSING else value
    return record


def ects(cents: int) -> str:
    """Hundredths of a credit as a decimal number."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def day(number: int) -> str:
    """A day since 1970 as it is written."""
    return (EPOCH + timedelta(days=number)).isoformat()


def credential(record: Record, name: str) -> dict[str, Any]:
    """A record as `credential/v1`, the project's own format."""
    told: dict[str, Any] = {}
    for fact in ("kind", "state", "revoked", "supervision"):
        told[fact] = record[fact]
    told["peers.registered"] = record["registered"]
    for fact in ("assessment", "participation", "quality_assurance", "language"):
        told[fact] = None if record[fact] is None else [record[fact]]
    if (level := record["level"]) is not None:
        told["level"] = {"framework": "EQF", "level": str(level)}
    if (cents := record["cents"]) is not None:
        told["workload"] = {"amount": ects(int(cents)), "unit": "ECTS"}
    if (issued := record["issued"]) is not None:
        told["issued"] = day(int(issued))
    whole: dict[str, Any] = {
        "credstack": "credential/v1",
        "id": name,
        "credential": {fact: value for fact, value in told.items() if value is not None},
    }
    if record["recognised"] is not None:
        whole["issuer"] = {"recognised": record["recognised"]}
    if record["identified"] is not None:
        whole["learner"] = {"peers.identified": record["identified"]}
    return whole


def write(folder: Path, records: list[Record], decisions: list[list[Any]]) -> None:
    """The records for programs in other languages: normalised, as `credential/v1`, and what has to come of them."""
    for name, lines in (
        ("records", (record for record in records)),
        ("credentials", (credential(record, f"r{at}") for at, record in enumerate(records))),
        ("decisions", (decision for decision in decisions)),
    ):
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
