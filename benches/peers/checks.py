"""The fourteen checks in plain Python: what every engine is held to, and one of the peers.

A check holds against a credential, does not hold, or is open because a fact is missing. `pack/recognition.rule` says
the same in the language of credstack.
"""

from __future__ import annotations

from typing import NamedTuple

# A fact that is missing is None.
Fact = str | int | bool | None
Record = dict[str, Fact]

FACTS = (
    "kind",
    "registered",
    "identified",
    "state",
    "revoked",
    "recognised",
    "level",
    "cents",
    "assessment",
    "participation",
    "supervision",
    "quality_assurance",
    "language",
    "issued",
)

# The place of a check is its bit among the findings. The first six refuse, the others are substantial differences.
CHECKS = (
    "kind_of_learning",
    "authenticity",
    "identity",
    "completion",
    "revocation",
    "issuer",
    "level",
    "least_workload",
    "most_workload",
    "assessment",
    "supervision",
    "quality",
    "language",
    "age",
)
COUNT = len(CHECKS)
REFUSALS = 0b111111
ALL = (1 << COUNT) - 1

STUDY = ("official_study", "own_study", "short_cycle_study", "single_course_unit")
LICENCES = ("institutional_licence", "programme_licence")
LANGUAGES = ("en", "es")
LEAST_LEVEL = 5
# Workloads are hundredths of a credit, dates are days since 1970: no engine has to do with fractions or calendars.
LEAST_CENTS = 300
MOST_CENTS = 6_000
DECISION_DAY = "2026-11-20"
TEN_YEARS_BEFORE = 17_125  # 2016-11-20

OUTCOMES = ("refused", "partially", "recognised", "incomplete")


class Decision(NamedTuple):
    """What comes of a record: an outcome, the checks that hold against it, and those that are open."""

    outcome: str
    holds: int
    # None where the engine does not tell it.
    open: int | None


def findings(record: Record) -> int:
    """The checks that hold as the lower bits, those that are open above them."""
    found = 0
    kind = record["kind"]
    if kind is None:
        found |= 1 << COUNT
    elif kind not in STUDY:
        found |= 1
    for bit, name in ((1, "registered"), (2, "identified"), (5, "recognised")):
        fact = record[name]
        if fact is None:
            found |= 1 << COUNT + bit
        elif not fact:
            found |= 1 << bit
    state = record["state"]
    if state is None:
        found |= 1 << COUNT + 3
    elif state != "completed":
        found |= 1 << 3
    revoked = record["revoked"]
    if revoked is None:
        found |= 1 << COUNT + 4
    elif revoked:
        found |= 1 << 4
    return found | _amounts(record) | _codes(record)


def _amounts(record: Record) -> int:
    found = 0
    level, cents, issued = record["level"], record["cents"], record["issued"]
    if level is None:
        found |= 1 << COUNT + 6
    elif level < LEAST_LEVEL:  # type: ignore[operator]
        found |= 1 << 6
    if cents is None:
        found |= 0b11 << COUNT + 7
    elif cents < LEAST_CENTS:  # type: ignore[operator]
        found |= 1 << 7
    elif cents > MOST_CENTS:  # type: ignore[operator]
        found |= 1 << 8
    if issued is None:
        found |= 1 << COUNT + 13
    elif issued < TEN_YEARS_BEFORE:  # type: ignore[operator]
        found |= 1 << 13
    return found


def _codes(record: Record) -> int:
    found = 0
    assessment = record["assessment"]
    if assessment is None:
        found |= 1 << COUNT + 9
    elif assessment == "peer_assessment":
        found |= 1 << 9
    part, watched = record["participation"], record["supervision"]
    if part == "online" and watched == "unsupervised_without_identity":
        found |= 1 << 10
    elif part in (None, "online") and watched in (None, "unsupervised_without_identity"):
        found |= 1 << COUNT + 10
    quality = record["quality_assurance"]
    if quality is None:
        found |= 1 << COUNT + 11
    elif quality not in LICENCES:
        found |= 1 << 11
    language = record["language"]
    if language is None:
        found |= 1 << COUNT + 12
    elif language not in LANGUAGES:
        found |= 1 << 12
    return found


def outcome(found: int) -> str:
    """What the findings come to.

    What refuses decides alone. A workload that is missing leaves open how many credits are granted, unless none are.
    """
    held, is_open = found & ALL, found >> COUNT
    if held & REFUSALS:
        return "refused"
    if is_open & REFUSALS or is_open >> 7 & 1:
        return "incomplete"
    if held:
        return "partially"
    return "incomplete" if is_open else "recognised"


def decided(found: int) -> Decision:
    """The findings and what they come to."""
    return Decision(outcome(found), found & ALL, found >> COUNT)


def decide(record: Record) -> Decision:
    """The reference: what every engine has to say of a record."""
    return decided(findings(record))


def rungs(found: int) -> tuple[str, str]:
    """The worst and the best that may come of it, whatever the missing facts are."""
    held, is_open = found & ALL, found >> COUNT
    if held & REFUSALS:
        return "refused", "refused"
    best = "partially" if held else "recognised"
    if is_open & REFUSALS:
        return "refused", best
    return ("partially" if held or is_open else best), best
