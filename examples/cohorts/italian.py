"""Writes examples/cohorts/italian.json, an invented cohort: python3 examples/cohorts/italian.py

Thirty learners with certified professional experience and subjects of another degree, in different amounts, as an office enters
them once learner and document are verified. The same file on every run.
"""

import json
import random
from pathlib import Path

EXPERIENCE = {"kind": "professional_experience", "title": "Work in a cooperative"}
SUBJECT = {"kind": "official_study", "title": "A subject of another laurea", "assessment": ["written_exam"]}


def credential(learner: int, number: int, what: dict, ects: int, year: int) -> dict:
    own = what is EXPERIENCE
    facts = {
        **what,
        "workload": {"amount": str(ects), "unit": "ECTS"},
        "level": {"framework": "EQF", "level": "6"},
        "issued": f"{year}-06-30",
        "completed": True,
        "authentic": True,
        "learning_outcomes": ["Keeps the accounts of a cooperative"],
        "quality_assurance": ["institutional_quality_assurance"],
        "served": {"none": "it has counted toward nothing"},
        "it.sports_title": False,
        "it.certified": True,
    }
    return {
        "credstack": "credential/v1",
        "id": f"urn:example:colle-sereno:{learner:02}:{number}",
        "credential": facts,
        "issuer": {"country": "IT", "recognised": not own, "home": False},
        "learner": {"identifier": [f"urn:example:colle-sereno:{learner:02}"], "identified": True},
    }


def main() -> None:
    chance = random.Random(2024)
    cohort = []
    for learner in range(1, 31):
        for number in range(1, chance.randint(3, 9)):
            what = chance.choice([EXPERIENCE, SUBJECT]) if learner % 4 else SUBJECT
            cohort.append(credential(learner, number, what, chance.choice([3, 6, 9, 12]), chance.randint(2006, 2009)))
    lines = ",\n".join(json.dumps(one) for one in cohort)
    Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
