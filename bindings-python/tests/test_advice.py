"""The advice around a stack: why not, what next, what within reach, what if."""

import pickle
from pathlib import Path

import pytest

import credstack


@pytest.fixture(name="master")
def flemish_master(rules: credstack.Rules) -> tuple[credstack.Document, credstack.Claim]:
    claim = credstack.Claim.load("examples/claims/flemish-climbing-master.json")
    return rules.read("examples/wallets/flemish-climbing.json"), claim


CATALOGUE = Path("examples/catalogues/flemish-supply.json")


def test_an_incomplete_award_says_what_would_complete_it(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, claim = master
    advice = credstack.why_not(rules, wallet, claim=claim)
    told = advice.to_dict()
    assert advice.kind == told["credstack"] == "why-not/v1"
    assert [one["requirement"] for one in told["adding_one"]] == ["thesis"]
    assert "18 ECTS in “Master's thesis”" in advice.text()


def test_a_plan_is_the_cheapest_and_says_that_it_is_proven(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, claim = master
    plan = credstack.plan(rules, wallet, CATALOGUE, claim=claim).to_dict()
    assert (plan["outcome"], plan["optimal"], plan["price"]) == ("planned", "proven", "900")
    by_time = credstack.plan(rules, wallet, CATALOGUE.read_bytes(), claim=claim, by="time").to_dict()
    assert by_time["ends"] < plan["ends"]


def test_what_is_wrong_with_a_catalogue_is_an_error(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, claim = master
    with pytest.raises(ValueError, match="empty"):
        credstack.plan(rules, wallet, b'{"credstack": "catalogue/v1", "offers": []}', claim=claim)
    with pytest.raises(ValueError, match="neither JSON nor a table"):
        credstack.plan(rules, wallet, b"name,price\n", claim=claim)


def test_a_wallet_reaches_awards_and_comes_near_to_others(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, _ = master
    claim = credstack.Claim.load("examples/claims/flemish-climbing-together.json")
    told = credstack.reach(rules, wallet, claim).to_dict()
    reached = [reached["award"] for reached in told["reached"]]
    flemish = ["diploma", "postgraduate_certificate", "procurement_certificate"]
    assert [award for award in reached if award.startswith("be.")] == [f"be.vlg.example.{name}" for name in flemish]
    assert reached == sorted(reached)
    assert "be.vlg.example.master" in [near["award"] for near in told["near"]]


def test_another_wallet_changes_requirements(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, claim = master
    same = credstack.what_if(rules, wallet, claim=claim)
    assert same.to_dict()["changes"] == []
    other = credstack.what_if(rules, wallet, claim=claim, then_award="be.vlg.example.diploma")
    assert other.to_dict()["status"] == ["not_complete", "complete"]


def test_advice_is_compared_and_pickled_by_what_it_says(
    rules: credstack.Rules, master: tuple[credstack.Document, credstack.Claim]
) -> None:
    wallet, claim = master
    advice = credstack.why_not(rules, wallet, claim=claim)
    again = pickle.loads(pickle.dumps(advice))
    assert (again, hash(again), str(again)) == (advice, hash(advice), advice.text())
