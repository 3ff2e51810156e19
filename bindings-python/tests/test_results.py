"""Results are values: frozen, compared and hashed by what they say, pickled whole."""

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import pyarrow
import pytest

import credstack


def parts(value: object) -> Iterator[object]:
    """A result and all that is in it."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from parts(item)
    elif type(value).__module__ == "credstack":
        yield value
        if isinstance(value, (credstack.Rules, credstack.Document, credstack.Credential)):
            return
        names = [name for name, kind in vars(type(value)).items() if type(kind).__name__ == "getset_descriptor"]
        yield from (part for name in names for part in parts(getattr(value, name)))


@pytest.fixture(scope="session")
def values(
    rules: credstack.Rules,
    claim: credstack.Claim,
    credentials: list[credstack.Credential],
    proposals: list[credstack.Proposal],
) -> dict[str, list[Any]]:
    """Values of every class by its name, equal ones once."""
    with pytest.raises(credstack.RulesError) as error:
        credstack.Rules.from_memory([{"pack.toml": MANIFEST, "law.rule": LAW.replace("4 ECTS", "3,5 ECTS")}])
    barring = credstack.Rules.from_memory([{"pack.toml": MANIFEST, "law.rule": LAW}])
    [badge] = barring.read(BADGE)
    noted = credstack.Claim.from_dict({"credstack": "claim/v1", "colour": "red"})
    with pytest.raises(credstack.ClaimError) as refused:
        credstack.Claim.from_dict({"credstack": "claim/v1", "purpose": 3})
    open_wallet = rules.read("examples/wallets/spanish-master-no-level.json")
    stacks = [rules.stack(open_wallet, award) for award in rules.awards]
    two = ["es.example.heritage_conservation", "es.ucm.example.heritage_conservation"]
    together = rules.stack_together(open_wallet, two, sharing="6 ECTS")
    marked = credstack.Rules.from_memory([{"pack.toml": MANIFEST, "award.rule": AWARD}])
    stacks.append(marked.stack(marked.read(WALLET), "nl.course"))
    roots: list[object] = [rules, claim, noted, *credentials, *proposals, *stacks, together]
    roots.append(barring.recognise(badge, noted, policy="nl"))
    roots += [credential.document for credential in credentials]
    roots += [record for path in ("course", "institution") for record in rules.read(f"examples/joined/{path}.json").records]
    table = pyarrow.table({"title": ["Water", "Maps"], "ects": ["6", "six"], "issuer.country": ["ES", None]})
    roots.append(credstack.summary(credstack.recognise_many(rules, table, claim), table))
    roots.append(credstack.compare(rules, rules, table, two[0]))
    roots += [credstack.why_not(rules, open_wallet, two[0]), credstack.reach(rules, open_wallet)]
    roots += [error.value.diagnostics, refused.value.problems]
    found: dict[str, dict[Any, None]] = {}
    for value in parts(roots):
        found.setdefault(type(value).__name__, {})[value] = None
    return {name: list(all_of_it) for name, all_of_it in found.items()}


AWARD = """policy ground "Credits" {
    layer union
    hours 28 for 1 ECTS
}
award nl.course "A course" {
    require pool at least 5 ECTS
    average at least 7 over credentials that are counted
}
exception pool_waived "The pool is waived" {
    for learner "s-1" in award nl.course
    waive nl.course.pool without credits
    note "Taught it herself."
    approved by "The board" 2026-03-02
}
"""

WALLET = b"""{"credstack": "wallet/v1", "credentials": [{"id": "a", "credential": {
    "title": {"en": "A"}, "completed": true, "workload": {"amount": "5", "unit": "ECTS"}, "grade_value": "8"},
    "learner": {"identifier": ["s-1"]}}]}"""

MANIFEST = '[pack]\nname = "nl"\nversion = "0.1.0"\nlanguage = "1"\n'

LAW = """policy nl "Netherlands" {
    layer country
    procedure {
        decide    within 2 months of application
        appeal to "the board of appeal" within 4 weeks
    }
    route own "Recognition" {
        for        own study
        test       no substantial difference
        burden     institution
        entitles to discretion
    }
    rule short "A short study is not recognised" {
        for own study
        bar when workload < 4 ECTS
    }
}
"""

BADGE = b'{"credstack": "credential/v1", "credential": {"kind": "own_study", "workload": {"amount": 3, "unit": "ECTS"}}}'

# What an import yields is read once, as it is asked for, and may hold an exception: no value. What a cohort comes to is a table
# on its way to another package.
STREAMED = {"Import", "Imported", "Outcomes", "Scan"}

CLASSES = [
    name for name in credstack.__all__ if name[0].isupper() and not name.endswith("Error") and name not in STREAMED
]


@pytest.mark.parametrize("name", CLASSES)
def test_a_result_comes_back_from_a_pickle_as_it_was(values: dict[str, list[Any]], name: str) -> None:
    for value in values[name]:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert again == value
            assert hash(again) == hash(value)
            assert repr(again) == repr(value)
        assert copy.deepcopy(value) == value


@pytest.mark.parametrize("name", CLASSES)
def test_nothing_of_a_result_can_be_changed(values: dict[str, list[Any]], name: str) -> None:
    value = values[name][0]
    names = [n for n, kind in vars(type(value)).items() if type(kind).__name__ == "getset_descriptor"]
    assert names
    for attribute in [*names, "new"]:
        with pytest.raises(AttributeError):
            setattr(value, attribute, None)
    with pytest.raises(TypeError):
        type(value)()
    assert not [n for n in names if isinstance(getattr(value, n), list)]


@pytest.mark.parametrize("name", CLASSES)
def test_a_representation_is_short_and_says_what_it_is(values: dict[str, list[Any]], name: str) -> None:
    for value in values[name]:
        assert repr(value).startswith(f"<{name} ")
        assert "\n" not in repr(value)
        assert len(repr(value)) < 300


def test_results_of_different_content_are_different(proposals: list[credstack.Proposal]) -> None:
    assert len(set(proposals)) == len(proposals)
    assert proposals[0] != proposals[1]
    assert proposals[0] != proposals[0].to_json()


def test_words_stay_with_a_pickled_proposal(proposals: list[credstack.Proposal]) -> None:
    for proposal in proposals:
        again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(proposal))))
        for language in (None, "es", "xx"):
            for notes in (False, True):
                assert again.text(language=language, notes=notes) == proposal.text(language=language, notes=notes)
                assert again.html(language=language, notes=notes) == proposal.html(language=language, notes=notes)


def test_a_notebook_shows_a_table_with_what_documents_say_escaped(
    rules: credstack.Rules, claim: credstack.Claim
) -> None:
    title = b'<img src=x onerror="alert(1)">'
    text = b'{"credstack": "credential/v1", "credential": {"title": "' + title.replace(b'"', b'\\"') + b'"}}'
    [credential] = rules.read(text)
    assert credential.title == title.decode()
    html = rules.recognise(credential, claim)._repr_html_()
    assert html.startswith("<table")
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in html
