"""JsonLogic, by the pure Python of json-logic-qubit and by the Rust of datalogic."""

from __future__ import annotations

import json
from typing import Any

import datalogic_py
import json_logic

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

Rule = dict[str, Any]


def _var(fact: str) -> Rule:
    return {"var": fact}


def _is(fact: str, value: str | None) -> Rule:
    return {"===": [_var(fact), value]}


def _missing(fact: str) -> Rule:
    return _is(fact, None)


def _not(rule: Rule) -> Rule:
    return {"!": [rule]}


def _among(fact: str, values: tuple[str, ...]) -> Rule:
    return {"in": [_var(fact), list(values)]}


UNWATCHED = "unsupervised_without_identity"

CHECKS: list[tuple[Rule, Rule]] = [
    (_missing("kind"), _not(_among("kind", STUDY))),
    (_missing("registered"), _not(_var("registered"))),
    (_missing("identified"), _not(_var("identified"))),
    (_missing("state"), _not(_is("state", "completed"))),
    (_missing("revoked"), _var("revoked")),
    (_missing("recognised"), _not(_var("recognised"))),
    (_missing("level"), {"<": [_var("level"), LEAST_LEVEL]}),
    (_missing("cents"), {"<": [_var("cents"), LEAST_CENTS]}),
    (_missing("cents"), {">": [_var("cents"), MOST_CENTS]}),
    (_missing("assessment"), _is("assessment", "peer_assessment")),
    (
        {
            "or": [
                {
                    "and": [
                        _missing("participation"),
                        {"or": [_missing("supervision"), _is("supervision", UNWATCHED)]},
                    ]
                },
                {"and": [_is("participation", "online"), _missing("supervision")]},
            ]
        },
        {"and": [_is("participation", "online"), _is("supervision", UNWATCHED)]},
    ),
    (_missing("quality_assurance"), _not(_among("quality_assurance", LICENCES))),
    (_missing("language"), _not(_among("language", LANGUAGES))),
    (_missing("issued"), {"<": [_var("issued"), TEN_YEARS_BEFORE]}),
]
RULE: Rule = {
    "+": [{"if": [is_open, 1 << COUNT + bit, holds, 1 << bit, 0]} for bit, (is_open, holds) in enumerate(CHECKS)]
}


def in_python(records: list[Record]) -> Prepared:
    """Dictionaries."""
    run = json_logic.jsonLogic
    return Prepared(lambda: [decided(int(run(RULE, record))) for record in records], lambda found: found)


def in_rust(records: list[Record]) -> Prepared:
    """Records that were parsed before, in one batch: the quickest way that the package offers."""
    engine = datalogic_py.Engine()
    rule, session = engine.compile(RULE), engine.session()
    data = [datalogic_py.DataHandle(json.dumps(record)) for record in records]
    return Prepared(
        lambda: [decided(int(str(found))) for found in session.evaluate_batch(rule, data)], lambda found: found
    )


ENGINES = [
    Engine("JsonLogic (json-logic-qubit)", "dicts → tuples", "one", "json-logic-qubit", in_python, 5_000),
    Engine("JsonLogic (datalogic-py)", "batch of parsed records → tuples", "one", "datalogic-py", in_rust, 100_000),
]
