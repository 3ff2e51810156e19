"""Wallets that cannot be stacked, and cohorts in which some are."""

import json
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import credstack

WALLET = Path("examples/wallets/spanish-master.json")

AWARD = "es.example.heritage_conservation"


@pytest.fixture
def wallet(rules: credstack.Rules) -> credstack.Document:
    return rules.read(WALLET)


@pytest.fixture
def asked() -> credstack.Claim:
    return credstack.Claim.load("examples/claims/spanish-master.json")


def change(rules: credstack.Rules, edit: Callable[[list[dict[str, Any]]], None]) -> credstack.Document:
    """The Spanish wallet with something changed."""
    document = json.loads(WALLET.read_bytes())
    edit(document["credentials"])
    return rules.read(json.dumps(document).encode())


def of_two_learners(rules: credstack.Rules) -> credstack.Document:
    return change(rules, lambda held: held[0].update(learner={"identifier": ["urn:example:student:other"]}))


def test_an_award_that_no_rule_declares_is_told(
    rules: credstack.Rules, wallet: credstack.Document, claim: credstack.Claim
) -> None:
    for ask in (lambda: rules.stack(wallet, "es.nobody"), lambda: rules.stack_all([], "es.nobody")):
        with pytest.raises(credstack.UnknownNameError, match="no award `es.nobody` is loaded") as caught:
            ask()
        assert caught.value.slug == "unknown-award"
    with pytest.raises(credstack.UnknownNameError, match="no award is named, .*heritage_conservation") as unnamed:
        rules.stack(wallet)
    assert unnamed.value.slug == "no-award"


def test_an_answer_to_a_question_that_no_rule_asks_is_told(
    rules: credstack.Rules, wallet: credstack.Document, asked: credstack.Claim
) -> None:
    answer = {"question": "es.nobody.asks", "answer": "yes", "author": "A"}
    wrong = credstack.Claim.from_dict(asked.to_dict() | {"answers": [answer]})
    with pytest.raises(credstack.UnknownNameError) as caught:
        rules.stack(wallet, claim=wrong)
    assert caught.value.slug == "unknown-question"


def test_an_empty_wallet_is_told(rules: credstack.Rules) -> None:
    with pytest.raises(credstack.WalletError, match="the wallet holds no credential") as caught:
        rules.stack([], AWARD)
    assert isinstance(caught.value, credstack.CredstackError)
    assert caught.value.slug == "empty-wallet"
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), vars(again)) == (credstack.WalletError, str(caught.value), vars(caught.value))


def test_a_wallet_of_two_learners_is_told(rules: credstack.Rules) -> None:
    with pytest.raises(credstack.WalletError, match="urn:example:student:other") as caught:
        rules.stack(of_two_learners(rules), AWARD)
    assert caught.value.slug == "two-learners"


@pytest.mark.parametrize("toward", [("urn:nobody", "thesis"), ("urn:example:vegaluenga:own-study:11", "nothing")])
def test_a_claim_that_puts_forward_what_is_not_there_is_told(
    rules: credstack.Rules, wallet: credstack.Document, asked: credstack.Claim, toward: tuple[str, str]
) -> None:
    put = [{"credential": toward[0], "component": toward[1]}]
    wrong = credstack.Claim.from_dict(asked.to_dict() | {"toward": put})
    with pytest.raises(credstack.WalletError) as caught:
        rules.stack(wallet, claim=wrong)
    assert caught.value.slug == "wrong-toward"


def test_a_bad_wallet_of_a_cohort_is_told_in_its_place_and_the_others_go_on(
    rules: credstack.Rules, wallet: credstack.Document, asked: credstack.Claim
) -> None:
    alone = rules.stack(wallet, claim=asked)
    told = rules.stack_all([wallet, [], list(wallet)[::-1], of_two_learners(rules), ()], AWARD, asked)
    assert [type(each).__name__ for each in told] == ["Stack", "WalletError", "Stack", "WalletError", "WalletError"]
    assert told[0] == told[2] == alone
    assert [each.slug for each in told if isinstance(each, credstack.CredstackError)] == [
        "empty-wallet",
        "two-learners",
        "empty-wallet",
    ]
    assert rules.stack_all([], AWARD, asked) == []
    assert rules.stack_all(iter([wallet]), claim=asked, profile="P") == [rules.stack(wallet, claim=asked, profile="P")]


def test_a_wrong_type_or_value_says_what_is_expected(
    rules: credstack.Rules, wallet: credstack.Document, asked: credstack.Claim
) -> None:
    with pytest.raises(TypeError, match="not an instance of 'Credential'"):
        rules.stack(["wallet.json"], AWARD)  # type: ignore[list-item]
    with pytest.raises(TypeError, match="not an instance of 'Credential'"):
        rules.stack_all([wallet, [1]], AWARD)  # type: ignore[list-item]
    with pytest.raises(TypeError, match="not iterable"):
        rules.stack_all([wallet[0]], AWARD)  # type: ignore[list-item]
    with pytest.raises(TypeError, match="not an instance of 'Claim'"):
        rules.stack(wallet, AWARD, asked.to_dict())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one of `completed`, `in_progress`, `planned`, not `all`"):
        rules.stack(wallet, AWARD, include="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a budget is a number of worlds, not -1"):
        rules.stack(wallet, AWARD, budget=-1)
    with pytest.raises(ValueError, match="a search takes one step or more, not 0"):
        rules.stack(wallet, AWARD, steps=0)
    with pytest.raises(TypeError):
        credstack.Stack()


def test_other_threads_work_while_a_cohort_is_stacked(rules: credstack.Rules, wallet: credstack.Document) -> None:
    cohort = threading.Thread(target=rules.stack_all, args=([wallet] * 40, AWARD))
    started, turns = time.monotonic(), 0
    cohort.start()
    while cohort.is_alive():
        time.sleep(0)
        turns += 1
    assert turns > 100, f"{turns} turns in {time.monotonic() - started} seconds"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no alarm")
def test_whoever_waits_for_a_cohort_can_stop_it(rules: credstack.Rules, wallet: credstack.Document) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(KeyboardInterrupt):
            rules.stack_all([wallet] * 100_000, AWARD)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
