"""Rego, by regopy: a module compiled once to a bundle."""

from __future__ import annotations

import regopy

from checks import (
    COUNT,
    LANGUAGES,
    LEAST_CENTS,
    LEAST_LEVEL,
    LICENCES,
    MOST_CENTS,
    STUDY,
    TEN_YEARS_BEFORE,
    Record,
    decided,
)
from engines import Engine, Prepared


def codes(values: tuple[str, ...]) -> str:
    """A set of texts."""
    return "{" + ", ".join(f'"{value}"' for value in values) + "}"


UNWATCHED = '"unsupervised_without_identity"'

# For each check: the bodies that make it open, and the one that makes it hold.
CHECKS: list[tuple[list[str], str]] = [
    (["input.kind == null"], f"input.kind != null; not input.kind in {codes(STUDY)}"),
    (["input.registered == null"], "input.registered == false"),
    (["input.identified == null"], "input.identified == false"),
    (["input.state == null"], 'input.state != null; input.state != "completed"'),
    (["input.revoked == null"], "input.revoked == true"),
    (["input.recognised == null"], "input.recognised == false"),
    (["input.level == null"], f"input.level != null; input.level < {LEAST_LEVEL}"),
    (["input.cents == null"], f"input.cents != null; input.cents < {LEAST_CENTS}"),
    (["input.cents == null"], f"input.cents != null; input.cents > {MOST_CENTS}"),
    (["input.assessment == null"], 'input.assessment == "peer_assessment"'),
    (
        [
            f"input.participation == null; input.supervision in {{null, {UNWATCHED}}}",
            'input.participation == "online"; input.supervision == null',
        ],
        f'input.participation == "online"; input.supervision == {UNWATCHED}',
    ),
    (
        ["input.quality_assurance == null"],
        f"input.quality_assurance != null; not input.quality_assurance in {codes(LICENCES)}",
    ),
    (["input.language == null"], f"input.language != null; not input.language in {codes(LANGUAGES)}"),
    (["input.issued == null"], f"input.issued != null; input.issued < {TEN_YEARS_BEFORE}"),
]


def module() -> str:
    """The module as text: a set of bits, one for each check that holds or is open."""
    lines = ["package checks", "import rego.v1", "decision := sum(findings)"]
    for bit, (opens, holds) in enumerate(CHECKS):
        lines.append(f"findings contains {1 << bit} if {{ {holds} }}")
        lines.extend(f"findings contains {1 << COUNT + bit} if {{ {body} }}" for body in opens)
    return "\n".join(lines) + "\n"


def prepare(records: list[Record]) -> Prepared:
    """Dictionaries as inputs of a bundle."""
    rego = regopy.Interpreter()
    rego.add_module("checks.rego", module())
    bundle = rego.build(None, ["checks/decision"])
    inputs = [regopy.Input(record) for record in records]

    def one(record: regopy.Input) -> int:
        rego.set_input(record)
        # What is read of an output is freed with it, so it is kept until then.
        output = rego.query_bundle_entrypoint(bundle, "checks/decision")
        return int(output.expressions()[0].json())

    return Prepared(lambda: [decided(one(record)) for record in inputs], lambda found: found)


ENGINES = [Engine("Rego (regopy)", "prepared inputs → tuples", "one", "regopy", prepare, 1_000)]
