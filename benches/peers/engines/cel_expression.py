"""The Common Expression Language, by the package that wraps an interpreter in Rust: one expression, compiled once."""

from __future__ import annotations

from typing import Any

import cel

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
    """A list of texts."""
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


UNWATCHED = '"unsupervised_without_identity"'

# For each check: when it is open, and when it holds if it is not.
CHECKS = [
    ("kind == null", f"!(kind in {codes(STUDY)})"),
    ("registered == null", "!registered"),
    ("identified == null", "!identified"),
    ("state == null", 'state != "completed"'),
    ("revoked == null", "revoked"),
    ("recognised == null", "!recognised"),
    ("level == null", f"level < {LEAST_LEVEL}"),
    ("cents == null", f"cents < {LEAST_CENTS}"),
    ("cents == null", f"cents > {MOST_CENTS}"),
    ("assessment == null", 'assessment == "peer_assessment"'),
    (
        f"(participation == null && (supervision == null || supervision == {UNWATCHED})) || "
        f'(participation == "online" && supervision == null)',
        f'participation == "online" && supervision == {UNWATCHED}',
    ),
    ("quality_assurance == null", f"!(quality_assurance in {codes(LICENCES)})"),
    ("language == null", f"!(language in {codes(LANGUAGES)})"),
    ("issued == null", f"issued < {TEN_YEARS_BEFORE}"),
]
EXPRESSION = " + ".join(
    f"({is_open} ? {1 << COUNT + bit} : {holds} ? {1 << bit} : 0)" for bit, (is_open, holds) in enumerate(CHECKS)
)


def prepare(records: list[Record]) -> Prepared:
    """Dictionaries, as the package documents it."""
    run: Any = cel.compile(EXPRESSION).execute
    return Prepared(lambda: [decided(run(record)) for record in records], lambda found: found)


ENGINES = [
    Engine("CEL (common-expression-language)", "dicts → tuples", "one", "common-expression-language", prepare, 10_000)
]
