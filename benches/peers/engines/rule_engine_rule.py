"""The package rule-engine: one rule of its language, parsed once."""

from __future__ import annotations

import rule_engine

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
from engines.cel_expression import UNWATCHED, codes

CHECKS = [
    ("kind == null", f"not (kind in {codes(STUDY)})"),
    ("registered == null", "not registered"),
    ("identified == null", "not identified"),
    ("state == null", 'state != "completed"'),
    ("revoked == null", "revoked"),
    ("recognised == null", "not recognised"),
    ("level == null", f"level < {LEAST_LEVEL}"),
    ("cents == null", f"cents < {LEAST_CENTS}"),
    ("cents == null", f"cents > {MOST_CENTS}"),
    ("assessment == null", 'assessment == "peer_assessment"'),
    (
        f"(participation == null and (supervision == null or supervision == {UNWATCHED})) or "
        f'(participation == "online" and supervision == null)',
        f'participation == "online" and supervision == {UNWATCHED}',
    ),
    ("quality_assurance == null", f"not (quality_assurance in {codes(LICENCES)})"),
    ("language == null", f"not (language in {codes(LANGUAGES)})"),
    ("issued == null", f"issued < {TEN_YEARS_BEFORE}"),
]
EXPRESSION = " + ".join(
    f"(({is_open}) ? {1 << COUNT + bit} : (({holds}) ? {1 << bit} : 0))" for bit, (is_open, holds) in enumerate(CHECKS)
)


def prepare(records: list[Record]) -> Prepared:
    """Dictionaries, whose items are the symbols of the rule."""
    rule = rule_engine.Rule(EXPRESSION, context=rule_engine.Context(resolver=rule_engine.resolve_item))
    run = rule.evaluate
    return Prepared(lambda: [decided(int(run(record))) for record in records], lambda found: found)


ENGINES = [Engine("rule-engine", "dicts → tuples", "one", "rule-engine", prepare, 2_000)]
