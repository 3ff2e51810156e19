"""credstack, by its Python package: the pack beside this folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import credstack
import pyarrow

from checks import CHECKS, DECISION_DAY, FACTS, Decision, Record, findings, rungs
from engines import Engine, Prepared
from records import credential

PACK = Path(__file__).parent.parent / "pack"
POLICY = "peers.recognition"
CLAIM = {"credstack": "claim/v1", "purpose": "credit", "dates": {"application": DECISION_DAY, "decision": DECISION_DAY}}
# How many lines are put together to one document.
AT_A_TIME = 2_000
# The bit of each check, by the full name of its rule.
BITS = {f"{POLICY}.{name}": 1 << at for at, name in enumerate(CHECKS)}
# What the column of each fact is called; the names say to credstack what is in them.
NAMES = {
    **{
        fact: f"credential.{fact}"
        for fact in ("kind", "state", "revoked", "assessment", "participation", "supervision")
    },
    **{fact: f"credential.{fact}" for fact in ("quality_assurance", "language", "issued")},
    **{fact: f"peers.{fact}" for fact in ("registered", "identified")},
    "recognised": "issuer.recognised",
    "level": "EQF",
    "cents": "ECTS",
}


def table(records: list[Record]) -> pyarrow.Table:
    """The records as a registry would hand them over: texts for codes, decimals for credits, dates."""

    def column(fact: str, kind: Any) -> Any:
        return pyarrow.array([record[fact] for record in records], kind)

    cents = column("cents", pyarrow.decimal128(9, 0))
    ects = pyarrow.Array.from_buffers(pyarrow.decimal128(7, 2), len(records), cents.buffers(), cents.null_count)
    kinds: dict[str, Any] = {fact: pyarrow.string() for fact in FACTS}
    kinds.update({fact: pyarrow.bool_() for fact in ("registered", "identified", "revoked", "recognised")})
    kinds["level"] = pyarrow.int8()
    columns = {fact: column(fact, kind) for fact, kind in kinds.items() if fact not in ("cents", "issued")}
    columns["cents"] = ects
    columns["issued"] = column("issued", pyarrow.int32()).cast(pyarrow.date32())
    return pyarrow.table({NAMES[fact]: columns[fact] for fact in FACTS})


def _desk() -> tuple[credstack.Rules, credstack.Claim]:
    return credstack.Rules.load(PACK, strict=True), credstack.Claim.from_dict(CLAIM)


def _outcome(status: str, worst: str) -> str:
    return worst if status == "determined" else "incomplete"


def of_proposals(proposals: list[credstack.Proposal]) -> list[Decision]:
    """The decisions in proposals."""
    found = []
    for proposal in proposals:
        bits = {"holds": 0, "undetermined": 0}
        for finding in proposal.findings:
            if finding.state in bits:
                bits[finding.state] |= BITS[finding.rule]
        outcome = _outcome(proposal.status, proposal.worst)
        found.append(Decision(outcome, bits["holds"], bits["undetermined"]))
    return found


def columns(threads: int) -> Any:
    """A table in, a table out."""

    def prepare(records: list[Record]) -> Prepared:
        rules, claim = _desk()
        cohort = table(records)

        def decide() -> pyarrow.Table:
            return credstack.recognise_many(rules, cohort, claim, policy=POLICY, threads=threads)

        def read(found: pyarrow.Table) -> list[Decision]:
            decisions = []
            for record, row in zip(records, found.to_pylist(), strict=True):
                assert not row["problems"], row["problems"]
                assert (row["worst"], row["best"]) == rungs(findings(record)), (record, row)
                held = sum(BITS[rule] for rule in row["rules"])
                decisions.append(Decision(_outcome(row["status"], row["worst"]), held, None))
            return decisions

        return Prepared(decide, read)

    return prepare


def proposals(records: list[Record]) -> Prepared:
    """Credentials that were read before, in one call; whole proposals out."""
    rules, claim = _desk()
    wallet = [one for document in _documents(rules, json_texts(records)) for one in document]
    return Prepared(lambda: rules.recognise_all(wallet, claim, policy=POLICY), of_proposals)


def one_dict(records: list[Record]) -> Prepared:
    """A dictionary of `credential/v1` in, a proposal out, one at a time."""
    rules, claim = _desk()
    dicts = [credential(record, f"r{at}") for at, record in enumerate(records)]

    def one(found: dict[str, Any]) -> credstack.Proposal:
        [read] = rules.read(json.dumps(found).encode(), "one.json")
        return rules.recognise(read, claim, policy=POLICY)

    return Prepared(lambda: [one(found) for found in dicts], of_proposals)


def json_lines(records: list[Record]) -> Prepared:
    """Lines of `credential/v1` in, proposals out; lines are put together to wallets, for no format has lines."""
    rules, claim = _desk()
    lines = json_texts(records)

    def decide() -> list[credstack.Proposal]:
        found: list[credstack.Proposal] = []
        for document in _documents(rules, lines):
            found.extend(rules.recognise_all(document, claim, policy=POLICY))
        return found

    return Prepared(decide, of_proposals)


def json_texts(records: list[Record]) -> list[str]:
    """The records as lines of `credential/v1`."""
    return [json.dumps(credential(record, f"r{at}"), separators=(",", ":")) for at, record in enumerate(records)]


def _documents(rules: credstack.Rules, lines: list[str]) -> list[credstack.Document]:
    """The lines as documents, some thousands in each."""
    found = []
    for first in range(0, len(lines), AT_A_TIME):
        whole = ",".join(lines[first : first + AT_A_TIME])
        text = f'{{"credstack":"wallet/v1","credentials":[{whole}]}}'
        found.append(rules.read(text.encode(), "lines.json"))
    return found


ENGINES = [
    Engine("credstack", "Arrow table → table", "columns", "credstack", columns(1)),
    Engine("credstack", "Arrow table → table, two threads", "columns", "credstack", columns(2), threads=2),
    Engine("credstack", "credentials in memory → whole proposals", "explained", "credstack", proposals, 20_000),
    Engine("credstack", "dict → proposal, one at a time", "one", "credstack", one_dict, 20_000),
    Engine("credstack", "JSON lines → whole proposals", "lines", "credstack", json_lines, 20_000),
]
