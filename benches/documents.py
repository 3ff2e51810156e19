"""Writes ten thousand documents of several formats, 1 KB to 1 MB: python3 benches/documents.py FOLDER [NUMBER]

The same files on every run. `credstack import --summary FOLDER` is then timed; docs/benchmarks.md has the figures.
"""

import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_BYTES = 1_000_000
BADGE = json.loads((ROOT / "examples/documents/dutch-badge.ob3.json").read_text(encoding="utf-8"))
EUROPEAN = json.loads((ROOT / "examples/documents/irish-micro-credential.elm.json").read_text(encoding="utf-8"))


def numbered(document: dict, number: int) -> dict:
    """The document with identifiers of its own."""
    text = json.dumps(document, ensure_ascii=False)
    return json.loads(text.replace("urn:", f"urn:n{number}:").replace("https://", f"https://n{number}."))


def badges(number: int, size: int) -> str:
    one = numbered(BADGE, number)
    count = max(1, size // len(json.dumps(one)))
    return json.dumps(one if count == 1 else [numbered(BADGE, number * 1000 + at) for at in range(count)])


def european(number: int, size: int) -> str:
    one = numbered(EUROPEAN, number)
    count = max(1, size // len(json.dumps(one)))
    return json.dumps(one if count == 1 else [numbered(EUROPEAN, number * 1000 + at) for at in range(count)], indent=1)


def transcript(number: int, size: int) -> str:
    course = (
        "<learningOpportunitySpecification><identifier type='local'>c-{0}</identifier><title xml:lang='en'>Course {0}</title>"
        "<type>Course</type><specifies><learningOpportunityInstance><start>2025-02-01</start><date>2025-06-30</date>"
        "<status>passed</status><resultLabel>8</resultLabel><credit><scheme>ects</scheme><value>{1}</value></credit>"
        "<level><type>EQF</type><value>6</value></level><languageOfInstruction>en</languageOfInstruction>"
        "</learningOpportunityInstance></specifies></learningOpportunitySpecification>"
    )
    courses = "".join(f"<hasPart>{course.format(f'{number}-{at}', 3 + at % 4)}</hasPart>" for at in range(max(1, size // 480)))
    return (
        "<?xml version='1.0' encoding='UTF-8'?><elmo xmlns='https://github.com/emrex-eu/elmo-schemas/tree/v1'>"
        f"<generatedDate>2026-01-15T10:00:00Z</generatedDate><learner><citizenship>NL</citizenship><identifier type='local'>s-{number}"
        "</identifier><givenNames>Ana</givenNames><familyName>Verhelst</familyName></learner><report><issuer><country>NL</country>"
        "<identifier type='schac'>uni.example</identifier><title xml:lang='en'>University of the Delta</title></issuer>"
        f"<learningOpportunitySpecification><identifier type='local'>p-{number}</identifier><title xml:lang='en'>Programme</title>"
        f"<type>Degree Programme</type><specifies><learningOpportunityInstance/></specifies>{courses}"
        "</learningOpportunitySpecification><issueDate>2026-01-15T10:00:00Z</issueDate></report></elmo>"
    )


def table(number: int, size: int) -> str:
    rows = ["Student name;Student number;Course title;Course code;ECTS;EQF;Grade;Date issued"]
    rows += [
        f"Ana Verhelst {at};s-{number}-{at};Statistics {at % 40};STAT-{at % 40};{3 + at % 4},5;6;{6 + at % 4};30.06.2025"
        for at in range(min(9_999, max(2, size // 75)))
    ]
    return "\r\n".join(rows) + "\r\n"


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    kinds = [(badges, "json"), (european, "json"), (transcript, "xml"), (table, "csv")]
    for number in range(count):
        # Most documents are small, as most that an office receives.
        size = int(1024 * 1000 ** (chance.random() ** 8))
        write, ending = kinds[number % len(kinds)]
        text = write(number, size)
        while len(text.encode()) > MOST_BYTES:
            size = size * 9 // 10
            text = write(number, size)
        (folder / f"{number:05}.{ending}").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
