"""Cedar, by cedarpy: two policies for each check, and its batch.

Every policy forbids, so that the answer names all that are met: those of checks that hold and of checks that are open.
"""

from __future__ import annotations

import json
from typing import Any

import cedarpy

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
from engines.cel_expression import codes

UNWATCHED = 'context.supervision == "unsupervised_without_identity"'
ONLINE = 'context.participation == "online"'


def _checks() -> list[tuple[str, str]]:
    """For each check: when it is open, and when it holds."""

    def known(fact: str, holds: str) -> tuple[str, str]:
        return f"!(context has {fact})", f"context has {fact} && {holds}"

    watched, part = "context has supervision", "context has participation"
    return [
        known("kind", f"!({codes(STUDY)}.contains(context.kind))"),
        known("registered", "!context.registered"),
        known("identified", "!context.identified"),
        known("state", 'context.state != "completed"'),
        known("revoked", "context.revoked"),
        known("recognised", "!context.recognised"),
        known("level", f"context.level < {LEAST_LEVEL}"),
        known("cents", f"context.cents < {LEAST_CENTS}"),
        known("cents", f"context.cents > {MOST_CENTS}"),
        known("assessment", 'context.assessment == "peer_assessment"'),
        (
            f"(!({part}) && (!({watched}) || {UNWATCHED})) || ({part} && {ONLINE} && !({watched}))",
            f"{part} && {watched} && {ONLINE} && {UNWATCHED}",
        ),
        known("quality_assurance", f"!({codes(LICENCES)}.contains(context.quality_assurance))"),
        known("language", f"!({codes(LANGUAGES)}.contains(context.language))"),
        known("issued", f"context.issued < {TEN_YEARS_BEFORE}"),
    ]


def policies() -> str:
    """The policies as text: those of checks that hold in their order, then those of open ones."""
    opens, holds = zip(*_checks(), strict=True)
    return "\n".join(f"forbid(principal, action, resource) when {{ {when} }};" for when in holds + opens)


def context(record: Record) -> dict[str, Any]:
    """A record without what is missing: Cedar has no null."""
    return {fact: value for fact, value in record.items() if value is not None}


def prepare(records: list[Record]) -> Prepared:
    """Contexts as JSON, with policies and entities that were parsed before."""
    rules, entities = cedarpy.PolicySet.from_str(policies()), cedarpy.Entities.from_json_str("[]")
    requests = [
        {
            "principal": 'Office::"recognition"',
            "action": 'Action::"recognise"',
            "resource": 'Credential::"c"',
            "context": json.dumps(context(record)),
        }
        for record in records
    ]
    bits = {f"policy{at}": 1 << at for at in range(2 * COUNT)}

    def decide() -> list[Any]:
        found = cedarpy.is_authorized_batch(requests, rules, entities)
        return [decided(sum(bits[reason] for reason in one.diagnostics.reasons)) for one in found]

    return Prepared(decide, lambda found: found)


ENGINES = [Engine("Cedar (cedarpy)", "batch of JSON → tuples", "one", "cedarpy", prepare, 5_000)]
