"""Recognising: what comes out, and that it does not depend on how one asks."""

import json
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

import credstack


def test_hours_are_an_interval_of_exact_credits(hours: credstack.Proposal) -> None:
    assert (hours.status, hours.worst, hours.best) == ("incomplete", "recognised", "recognised")
    assert hours.may_grant.low == Fraction(25, 2)
    assert hours.may_grant.high == 15
    assert str(hours.may_grant) == "12.5 to 15"
    assert isinstance(hours.may_grant.low, Fraction)


def test_what_is_open_is_asked_for_with_what_each_answer_leads_to(hours: credstack.Proposal) -> None:
    [ask] = hours.asks
    assert (ask.kind, ask.name) == ("fact", "credential.workload")
    below, exactly = (lead.values[0] for lead in ask.leads)
    assert (below.kind, below.low, below.high, below.below) == ("amount", Fraction(25, 2), Fraction(15), True)
    assert (exactly.low, exactly.high, exactly.unit) == (Fraction(15), Fraction(15), "ECTS")
    assert hours.if_closed is not None
    assert hours.if_closed.may_grant.low == hours.if_closed.may_grant.high == Fraction(25, 2)


def test_a_finding_cites_its_source(hours: credstack.Proposal) -> None:
    [finding] = [f for f in hours.findings if f.rule == "es.universities.micro_credential"]
    assert finding.state == "undetermined"
    assert finding.depends_on == ("credential.workload",)
    assert finding.sources[0].place == "art 37.8"
    assert (finding.sources[0].url or "").startswith("https://www.boe.es/")


def test_all_at_once_is_the_same_as_one_by_one(
    rules: credstack.Rules,
    credentials: list[credstack.Credential],
    claim: credstack.Claim,
    proposals: list[credstack.Proposal],
) -> None:
    assert len(credentials) >= 9
    assert [rules.recognise(credential, claim) for credential in credentials] == proposals
    assert [proposal.credential for proposal in proposals] == [credential.id for credential in credentials]


def test_the_text_and_its_language_are_those_of_the_command_line(hours: credstack.Proposal) -> None:
    assert "12.5 to 15 ECTS may be granted, at the institution's discretion" in hours.text()
    assert str(hours) == hours.text()
    assert "reconoc" in hours.text(language="es")
    assert hours.text(language="xx") == hours.text()
    assert "      note: " in hours.text(notes=True)


def test_the_dictionary_is_the_public_json(proposals: list[credstack.Proposal]) -> None:
    for proposal in proposals:
        document = proposal.to_dict()
        assert document["credstack"] == "proposal/v1"
        assert json.loads(proposal.to_json()) == document
        for name in ("asks", "findings", "limits", "changes", "packs"):
            assert [part.to_dict() for part in getattr(proposal, name)] == document[name]
        assert proposal.outcome.to_dict() == document["outcome"]
        assert (proposal.if_closed and proposal.if_closed.to_dict()) == document["if_closed"]
        assert (proposal.credential, proposal.policy) == (document["credential"], document["policy"])
        assert list(proposal.routes) == document["routes"]
        assert proposal.notice == document["notice"]


def test_a_document_that_was_read_without_rules_is_recognised_the_same(
    rules: credstack.Rules, claim: credstack.Claim, hours: credstack.Proposal
) -> None:
    [credential] = credstack.read("examples/documents/own-study-375-hours.json", name=_name(hours))
    assert rules.recognise(credential, claim).to_dict() == hours.to_dict()
    again = credstack.Rules.load("rules")
    assert again == rules and again is not rules
    assert again.recognise(credential, claim) == hours


def _name(proposal: credstack.Proposal) -> str:
    return str(Path(__file__).parents[2] / "examples/documents/own-study-375-hours.json")


def test_the_policy_and_the_budget_can_be_named(
    rules: credstack.Rules, credentials: list[credstack.Credential], claim: credstack.Claim
) -> None:
    assert rules.recognise(credentials[0], claim, policy="eu.microcredentials").policy == "eu.microcredentials"
    small = rules.recognise_all(credentials, claim, budget=1)
    assert any(proposal.precision == "outer" for proposal in small)


def test_an_answer_of_an_officer_changes_the_proposal(
    rules: credstack.Rules, credentials: list[credstack.Credential], claim: credstack.Claim
) -> None:
    document = claim.to_dict()
    questions = {ask.name for p in rules.recognise_all(credentials, claim) for ask in p.asks if ask.kind == "answer"}
    document["answers"] = [{"question": name, "answer": "no", "author": "officer"} for name in sorted(questions)]
    answered = rules.recognise_all(credentials, credstack.Claim.from_dict(document))
    assert questions
    assert not [ask for proposal in answered for ask in proposal.asks if ask.kind == "answer"]


def test_threads_may_share_rules(
    rules: credstack.Rules,
    credentials: list[credstack.Credential],
    claim: credstack.Claim,
    proposals: list[credstack.Proposal],
) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda c: rules.recognise(c, claim), credentials * 5)) == proposals * 5


def test_another_process_says_the_same(
    rules: credstack.Rules,
    credentials: list[credstack.Credential],
    claim: credstack.Claim,
    proposals: list[credstack.Proposal],
) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = list(pool.map(partial(rules.recognise, claim=claim), credentials, chunksize=len(credentials)))
    assert there == proposals
    assert [p.text(language="es", notes=True) for p in there] == [p.text(language="es", notes=True) for p in proposals]


@pytest.mark.parametrize("strict", [False, True])
def test_rules_from_memory_are_those_of_the_folder(rules: credstack.Rules, strict: bool) -> None:
    packs = [
        {str(file): file.read_bytes() for file in pack.parent.iterdir() if file.suffix in (".toml", ".rule", ".rhai")}
        for pack in sorted(Path("rules").rglob("pack.toml"))
    ]
    assert credstack.Rules.from_memory(packs, strict=strict) == rules
    assert pickle.loads(pickle.dumps(rules)).packs == rules.packs
