"""Stacking: what a wallet amounts to toward an award, and that it does not depend on how one asks."""

import json
import pickle
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import credstack

WALLET = Path("examples/wallets/spanish-master.json")

SPANISH = "es.example.heritage_conservation"


def stacked(rules: credstack.Rules, wallet: str, claim: str) -> credstack.Stack:
    asked = credstack.Claim.load(f"examples/claims/{claim}.json")
    return rules.stack(rules.read(f"examples/wallets/{wallet}.json"), claim=asked)


@pytest.fixture
def master(rules: credstack.Rules) -> credstack.Stack:
    return stacked(rules, "spanish-master", "spanish-master")


@pytest.fixture
def no_level(rules: credstack.Rules) -> credstack.Stack:
    """The same wallet, but a document does not say at which level the learning is."""
    return stacked(rules, "spanish-master-no-level", "spanish-master")


@pytest.fixture
def first_courses(rules: credstack.Rules) -> credstack.Stack:
    return stacked(rules, "flemish-first-two-courses", "flemish-first-two-courses")


def test_a_master_of_which_48_of_60_credits_may_be_counted_is_not_complete(master: credstack.Stack) -> None:
    assert (master.award, master.status) == (SPANISH, "not_complete")
    assert [reading.total for reading in (master.owed, master.grantable, master.possible)] == [30, 48, 48]
    assert isinstance(master.grantable.total, Fraction)
    assert master.grantable.workload == 60
    assert master.grantable.missing == 12
    assert not master.grantable.complete
    assert master.questions == ()
    [unmet] = [requirement for requirement in master.grantable.requirements if not requirement.met]
    assert unmet.requirement == "thesis"
    assert unmet.missing_ects == 12


def test_what_counts_where_adds_up(master: credstack.Stack) -> None:
    for reading in (master.owed, master.grantable, master.possible):
        assert sum(c.ects for c in reading.counted) == reading.total
        assert all(0 < c.ects <= c.of_ects for c in reading.counted)
        assert {c.credential for c in reading.counted} <= {held.id for held in master.credentials}
        assert {c.requirement for c in reading.counted} <= {r.requirement for r in reading.requirements}


def test_a_limit_says_how_full_it_is_and_what_it_left_out(master: credstack.Stack) -> None:
    [limit] = [each for each in master.grantable.limits if each.limit == "es.universities.experience_and_own_study"]
    assert limit.bound is not None
    assert (limit.side, limit.bound.ects, limit.bound.credentials) == ("at_most", Fraction(9), None)
    assert (limit.sharing, limit.served) == (None, False)
    assert limit.used.ects == 6
    assert limit.percent_of == (Fraction(15), "award workload")
    assert [source.place for source in limit.sources] == ["art 10.5"]
    [left] = master.grantable.left_over
    assert (left.credential, left.ects) == ("urn:example:vegaluenga:own-study:12", Fraction(4))
    assert (left.reason.kind, left.reason.by) == ("limited", (limit.limit,))
    assert {held.id: str(held.may_grant) for held in master.credentials}[left.credential] == "4"


def test_two_courses_are_a_complete_certificate(first_courses: credstack.Stack) -> None:
    assert first_courses.status == "complete"
    assert first_courses.grantable.complete
    assert first_courses.grantable.missing == 0
    assert all(requirement.met for requirement in first_courses.grantable.requirements)


def test_what_a_document_leaves_open_is_a_question_with_what_each_answer_leads_to(no_level: credstack.Stack) -> None:
    assert [reading.total for reading in (no_level.owed, no_level.grantable, no_level.possible)] == [30, 46, 48]
    [question] = [each for each in no_level.questions if each.name == "credential.level"]
    assert question.credential in {held.id for held in no_level.credentials}
    assert {answer.grantable_ects for answer in question.answers} == {46, 48}
    assert all(cell.kind in ("levels", "none") for answer in question.answers for cell in answer.values)
    assert "credential.level" in {assumed.name for assumed in no_level.assumed}


def test_the_order_of_the_wallet_makes_no_difference(rules: credstack.Rules, no_level: credstack.Stack) -> None:
    wallet = list(rules.read("examples/wallets/spanish-master-no-level.json"))
    claim = credstack.Claim.load("examples/claims/spanish-master.json")
    for seed in range(4):
        random.Random(seed).shuffle(wallet)
        again = rules.stack(wallet, claim=claim)
        assert again.to_json().encode() == no_level.to_json().encode()
        assert again == no_level and hash(again) == hash(no_level)
        assert again.text() == no_level.text()


def test_the_award_is_that_of_the_claim_unless_another_is_named(
    rules: credstack.Rules, master: credstack.Stack
) -> None:
    wallet = rules.read(WALLET)
    claim = credstack.Claim.load("examples/claims/spanish-master.json")
    assert rules.stack(wallet, SPANISH, claim) == master
    other = rules.stack(wallet, "es.ucm.example.heritage_conservation", claim)
    assert (other.award, other.policy) == ("es.ucm.example.heritage_conservation", "es.ucm")
    assert other.grantable.total == stacked(rules, "spanish-master", "spanish-master-ucm").grantable.total
    assert rules.stack(wallet, SPANISH).award == SPANISH


def test_learning_in_progress_counts_when_it_is_included(rules: credstack.Rules) -> None:
    document = json.loads(WALLET.read_bytes())
    for held in document["credentials"][:2]:
        held["credential"] |= {"completed": False, "state": "in_progress"}
    document["credentials"][2]["credential"] |= {"completed": False, "state": "planned"}
    wallet = rules.read(json.dumps(document).encode())
    claim = credstack.Claim.load("examples/claims/spanish-master.json")
    totals = [rules.stack(wallet, claim=claim, include=i).grantable.total for i in ("completed", "in_progress", "planned")]
    assert totals == [30, 42, 48]
    completed = rules.stack(wallet, claim=claim).grantable.left_over
    assert {left.reason.progress for left in completed} >= {"in_progress", "planned"}


def test_a_profile_is_that_of_the_call_or_of_the_claim(rules: credstack.Rules, master: credstack.Stack) -> None:
    assert master.profile is None
    wallet = rules.read(WALLET)
    claim = credstack.Claim.load("examples/claims/spanish-master.json").to_dict()
    said = credstack.Claim.from_dict(claim | {"profile": "A conservator of stone"})
    assert rules.stack(wallet, claim=said).profile == "A conservator of stone"
    told = rules.stack(wallet, claim=said, profile="A conservator of mortars")
    assert told.profile == told.to_dict()["profile"] == "A conservator of mortars"
    assert "A conservator of mortars" in told.text()


def test_a_search_that_ends_early_says_that_it_proved_nothing(rules: credstack.Rules) -> None:
    wallet = rules.read("examples/wallets/flemish-climbing.json")
    claim = credstack.Claim.load("examples/claims/flemish-climbing-master.json")
    assert rules.stack(wallet, claim=claim).grantable.optimal == "proven"
    assert rules.stack(wallet, claim=claim, steps=1).grantable.optimal == "unproven"


def test_the_dictionary_is_the_public_json(no_level: credstack.Stack) -> None:
    document = no_level.to_dict()
    assert document["credstack"] == "stack/v1"
    assert json.loads(no_level.to_json()) == document
    for name in ("owed", "grantable", "possible"):
        reading: credstack.StackReading = getattr(no_level, name)
        assert reading.to_dict() == document[name]
        for part in ("counted", "requirements", "limits", "left_over"):
            assert [each.to_dict() for each in getattr(reading, part)] == document[name][part]
        assert str(reading.total) == document[name]["total_ects"]
    for name in ("credentials", "assumed", "questions", "packs"):
        assert [each.to_dict() for each in getattr(no_level, name)] == document[name]
    for name in ("award", "title", "policy", "include", "status", "precision", "profile", "notice"):
        assert getattr(no_level, name) == document[name]
    assert list(no_level.remarks) == document["remarks"]


def test_the_text_shows_one_reading_in_full(master: credstack.Stack) -> None:
    assert str(master) == master.text() == master.text("grantable") == master.text(reading="grantable")
    assert "What counts (grantable)" in master.text()
    assert "What counts (owed)" in master.text("owed")
    assert "48 of 60 ECTS counted" in master.text("possible")
    assert master.text(language="xx") == master.text()
    with pytest.raises(ValueError, match="a reading is one of `owed`, `grantable`, `possible`, not `best`"):
        master.text("best")  # type: ignore[arg-type]


def test_a_notebook_shows_a_table_with_what_documents_say_escaped(rules: credstack.Rules) -> None:
    document = json.loads(WALLET.read_bytes())
    document["credentials"][0]["credential"]["title"] = '<img src=x onerror="alert(1)">'
    claim = credstack.Claim.load("examples/claims/spanish-master.json")
    html = rules.stack(rules.read(json.dumps(document).encode()), claim=claim)._repr_html_()
    assert html.startswith("<table")
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in html
    for row in ("Award", "Owed", "Grantable", "Possible", "What counts (grantable)", "Limits", "Left over", "Profile"):
        assert f">{row}</th>" in html
    assert "✓ " in html and "✗ " in html


def test_words_stay_with_a_pickled_stack(no_level: credstack.Stack) -> None:
    again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(no_level))))
    assert again == no_level
    readings: tuple[Any, ...] = ("owed", "grantable", "possible")
    for reading in readings:
        for language in (None, "es", "nl", "xx"):
            assert again.text(reading, language=language) == no_level.text(reading, language=language)
            assert again.html(reading, language=language) == no_level.html(reading, language=language)


def test_another_process_and_other_threads_say_the_same(rules: credstack.Rules, master: credstack.Stack) -> None:
    wallet = rules.read(WALLET)
    ask = partial(rules.stack, claim=credstack.Claim.load("examples/claims/spanish-master.json"))
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, [wallet] * 8)) == {master}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        [there] = processes.map(ask, [wallet])
    assert (there, there.text()) == (master, master.text())


@pytest.mark.parametrize("read", [credstack.read, None])
def test_a_wallet_may_be_put_together_from_several_documents(
    rules: credstack.Rules, master: credstack.Stack, read: Any
) -> None:
    document = json.loads(WALLET.read_bytes())
    each = [json.dumps({"credstack": "wallet/v1", "credentials": [c]}).encode() for c in document["credentials"]]
    wallet = [credential for text in each for credential in (read or rules.read)(text)]
    claim = credstack.Claim.load("examples/claims/spanish-master.json")
    assert rules.stack(iter(wallet), claim=claim) == master
