"""GoRules zen-engine: a graph with one node of expressions, in a batch; and the expression by itself."""

from __future__ import annotations

import json
from typing import Any

import zen

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
        f"((participation == null and (supervision == null or supervision == {UNWATCHED})) or "
        f'(participation == "online" and supervision == null))',
        f'(participation == "online" and supervision == {UNWATCHED})',
    ),
    ("quality_assurance == null", f"not (quality_assurance in {codes(LICENCES)})"),
    ("language == null", f"not (language in {codes(LANGUAGES)})"),
    ("issued == null", f"issued < {TEN_YEARS_BEFORE}"),
]
EXPRESSION = " + ".join(
    f"({is_open} ? {1 << COUNT + bit} : ({holds} ? {1 << bit} : 0))" for bit, (is_open, holds) in enumerate(CHECKS)
)


def _graph() -> dict[str, Any]:
    def node(kind: str, content: dict[str, Any]) -> dict[str, Any]:
        return {"id": kind, "name": kind, "type": kind, "content": content}

    def edge(start: str, end: str) -> dict[str, str]:
        return {"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end}

    expressions = [{"id": "findings", "key": "findings", "value": EXPRESSION}]
    return {
        "nodes": [node("inputNode", {}), node("expressionNode", {"expressions": expressions}), node("outputNode", {})],
        "edges": [edge("inputNode", "expressionNode"), edge("expressionNode", "outputNode")],
    }


def prepare(records: list[Record]) -> Prepared:
    """Records as JSON, in one batch."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"checks": _graph()}}})
    requests: Any = [{"key": "checks", "context": json.dumps(record)} for record in records]
    return Prepared(
        lambda: [decided(int(found["data"]["result"]["findings"])) for found in engine.evaluate_batch(requests)],
        lambda found: found,
    )


def expression(records: list[Record]) -> Prepared:
    """The expression alone, without the graph around it, which a decision of several steps would need."""
    run = zen.compile_expression(EXPRESSION).evaluate
    contexts = [json.dumps(record) for record in records]
    return Prepared(lambda: [decided(int(run(context))) for context in contexts], lambda found: found)


ENGINES = [
    Engine("GoRules zen-engine", "batch of JSON → tuples", "one", "zen-engine", prepare, 20_000),
    Engine(
        "GoRules zen-engine", "JSON → tuples, one expression without a graph", "one", "zen-engine", expression, 20_000
    ),
]
