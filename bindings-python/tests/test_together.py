"""Several awards asked for together: one allocation, told award by award."""

import json
import pickle
from pathlib import Path

import pytest

import credstack

WALLET = Path("examples/wallets/flemish-climbing.json")

DIPLOMA = "be.vlg.example.diploma"

MASTER = "be.vlg.example.master"


@pytest.fixture
def claim() -> credstack.Claim:
    return credstack.Claim.load("examples/claims/flemish-climbing-together.json")


@pytest.fixture
def together(rules: credstack.Rules, claim: credstack.Claim) -> credstack.Together:
    return rules.stack_together(rules.read(WALLET), claim=claim)


def test_three_awards_are_one_allocation(together: credstack.Together) -> None:
    assert (together.status, together.prefer, together.precision) == ("complete", "most_awards", "exact")
    assert [stack.grantable.total for stack in together.awards] == [6, 27, 63]
    assert together.grantable.total == 63
    assert (together.owed.complete, together.grantable.complete) == (False, True)
    assert together.grantable.maximal == (tuple(stack.award for stack in together.awards),)
    counted = [{each.credential for each in stack.grantable.counted} for stack in together.awards]
    assert counted[0] < counted[1] < counted[2]


def test_the_dictionary_is_the_public_json(together: credstack.Together) -> None:
    document = together.to_dict()
    assert document["credstack"] == "together/v1"
    assert json.loads(together.to_json()) == document
    assert [stack.to_dict() for stack in together.awards] == document["awards"]
    for name in ("owed", "grantable", "possible"):
        assert getattr(together, name).to_dict() == document[name]
    assert [question.to_dict() for question in together.questions] == document["questions"]


def test_awards_share_as_they_are_asked_to(rules: credstack.Rules, claim: credstack.Claim) -> None:
    wallet = rules.read(WALLET)
    apart = rules.stack_together(wallet, [DIPLOMA, MASTER], claim)
    one, other = ({each.credential for each in stack.grantable.counted} for stack in apart.awards)
    assert not one & other
    assert apart.grantable.sharing == ()
    shared = rules.stack_together(wallet, [DIPLOMA, MASTER], claim, sharing="6 ECTS", prefer="highest_award")
    [line] = shared.grantable.sharing
    assert line.sharing == (DIPLOMA, MASTER)
    assert line.bound is not None and line.bound.ects == 6
    assert shared.prefer == "highest_award"
    with pytest.raises(ValueError, match="2 credentials"):
        rules.stack_together(wallet, [DIPLOMA, MASTER], claim, sharing="a lot")
    with pytest.raises(credstack.UnknownNameError, match="is asked for twice"):
        rules.stack_together(wallet, [DIPLOMA, DIPLOMA], claim)


def test_words_stay_with_a_pickled_one(together: credstack.Together) -> None:
    again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(together))))
    assert again == together and hash(again) == hash(together)
    assert again.text() == together.text() == str(together)
    assert again.html("owed") == together.html("owed")
    assert again.awards == together.awards
    assert [stack.text() for stack in again.awards] == [stack.text() for stack in together.awards]
    assert "Where each credential counts" in together.text()
    assert together._repr_html_().count("<table") == 4
