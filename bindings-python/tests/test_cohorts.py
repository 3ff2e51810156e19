"""A cohort goes in as a table and comes out as one of the same kind; a broken row is told in its place, the rest goes on."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest

import credstack

#: The office has established that these are authentic, completed and the learner's own.
ROWS: dict[str, list[Any]] = {
    "title": ["Water", "Maps", "Soil", "Glass"],
    "ects": ["6", "six", "3", "60"],
    "issuer.country": ["ES", "ES", "NL", "ES"],
    "kind": ["own_study", "own_study", "official_study", "own_study"],
    "level.eqf": ["EQF 7", "EQF 7", "EQF 7", "EQF 7"],
}

KINDS = [
    pytest.param(pyarrow.table, pyarrow.Table, id="pyarrow"),
    pytest.param(polars.DataFrame, polars.DataFrame, id="polars"),
    pytest.param(pandas.DataFrame, pandas.DataFrame, id="pandas"),
]


@pytest.fixture(name="claim")
def asked() -> credstack.Claim:
    return credstack.Claim.load("examples/claim.json")


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.table(table).to_pylist()
    return found


@pytest.mark.parametrize(("make", "kind"), KINDS)
def test_a_table_comes_back_as_what_it_went_in(
    rules: credstack.Rules, claim: credstack.Claim, make: Any, kind: type
) -> None:
    found = credstack.recognise_many(rules, make(ROWS), claim)
    assert isinstance(found, kind)
    told = rows(found)
    assert [row["row"] for row in told] == [0, 1, 2, 3]
    assert all(row["status"] == "incomplete" for row in told)


def test_each_row_is_what_recognising_its_credential_alone_gives(
    rules: credstack.Rules, claim: credstack.Claim, tmp_path: Path
) -> None:
    wallet = rules.read("examples/wallets/spanish-master.json")
    documents = [credential.to_dict() for credential in wallet]
    table = pyarrow.table(
        {
            "credential.title": [credential.title for credential in wallet],
            "credential.workload": [
                "{amount} {unit}".format(**document["credential"]["workload"]) for document in documents
            ],
            "credential.kind": [document["credential"].get("kind") for document in documents],
            "issuer.country": [document["issuer"].get("country") for document in documents],
        }
    )
    found = rows(credstack.recognise_many(rules, table, claim))
    (tmp_path / "cohort.toml").write_text('[table]\nrows = "credentials"\n')
    alone = rules.recognise_all(rules.read(table, "cohort", mapping=tmp_path / "cohort.toml"), claim)
    assert len(found) == len(documents) == len(alone)
    for row, proposal in zip(found, alone, strict=True):
        assert (row["worst"], row["best"]) == (proposal.worst, proposal.best)
        assert Fraction(row["may_grant_from"]) == proposal.may_grant.low
        assert row["rules"] == [finding.rule for finding in proposal.findings if finding.state == "holds"]
        assert row["asks"] == [ask.name for ask in proposal.asks]


def test_a_cell_that_cannot_be_read_is_told_in_its_row(rules: credstack.Rules, claim: credstack.Claim) -> None:
    found = rows(credstack.recognise_many(rules, polars.DataFrame(ROWS), claim))
    assert [row["problems"] for row in found] == [[], ["ects: `six` is no number"], [], []]


def test_rows_that_say_the_same_are_told_alike_but_for_who_they_are(
    rules: credstack.Rules, claim: credstack.Claim
) -> None:
    days = ["2020-01-01", "2021-10-16", "2021-10-17", "2021-10-18", "2024-02-30", "2024-03-01", None, "2024-03-02"]
    table = pyarrow.table(
        {
            "id": [None, "a", "b", "a", None, "c", "d", "d"],
            "title": [f"Course {number}" for number in range(8)],
            "student_number": [str(number) for number in range(8)],
            "ects": ["6", "6", "6", "7", "6", "6", "6", "6"],
            "issuer.country": ["ES"] * 8,
            "issue_date": days,
        }
    )
    together = rows(credstack.recognise_many(rules, table, claim))
    alone = [rows(credstack.recognise_many(rules, table.slice(at, 1), claim))[0] for at in range(8)]
    assert [row | {"row": at} for at, row in enumerate(alone)] == together
    assert [row["credential"] for row in together] == ["#", "a", "b", "a", "#", "c", "d", "d"]
    assert [row["may_grant_to"] for row in together if row["may_grant_to"]] == ["6", "6", "6", "7", "6", "6", "6", "6"]
    assert [at for at, row in enumerate(together) if row["problems"]] == [4], "29 February is the last of that year"


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_result_is_the_same_for_any_number_of_threads_and_batches(
    rules: credstack.Rules, claim: credstack.Claim, threads: int
) -> None:
    many = {name: values * 1_500 for name, values in ROWS.items()}
    table = pyarrow.table(many)
    # What is not asked here takes few worlds to look at.
    one = pyarrow.table(credstack.recognise_many(rules, table, claim, threads=1, budget=1))
    other = credstack.recognise_many(rules, table.slice(0, 997), claim, threads=threads, budget=1)
    assert pyarrow.table(other).equals(one.slice(0, 997))
    done: list[int] = []
    again = credstack.recognise_many(rules, table, claim, threads=threads, budget=1, progress=done.append)
    assert pyarrow.table(again).equals(one)
    # A thread takes 4,096 rows at a time.
    assert done == ([4_096, 6_000] if threads == 1 else [6_000])
    assert [row["row"] for row in one.select(["row"]).to_pylist()] == list(range(6_000))


def wallets() -> tuple[list[str], list[list[dict[str, Any]]]]:
    course = {"title": "Rope work", "ects": 6}
    return ["Ana", "Bo", "Cem"], [[course], [], [course, {"title": "Rescue", "ects": 5}]]


def test_wallets_in_a_column_and_in_a_long_table_stack_alike(rules: credstack.Rules) -> None:
    names, held = wallets()
    award = "be.vlg.example.postgraduate_certificate"
    nested = pyarrow.table({"learner.name": names, "credentials": held})
    short = rows(credstack.stack_many(rules, nested, award))
    assert [row["row"] for row in short] == [0, 1, 2]
    assert [row["credentials"] for row in short] == [1, 0, 2]
    assert short[1]["status"] is None
    assert short[1]["problems"] == ["the wallet holds no credential, so there is nothing to stack"]
    assert all(row["status"] for row in (short[0], short[2]))
    long = pyarrow.table(
        {
            "number": ["7", "9", "9"],
            "title": ["Rope work", "Rope work", "Rescue"],
            "ects": [6, 6, 5],
        }
    )
    found = rows(credstack.stack_many(rules, long, award, learner="number"))
    assert [(row["learner"], row["row"], row["credentials"]) for row in found] == [("7", 0, 1), ("9", 1, 2)]
    for one, other in zip([short[0], short[2]], found, strict=True):
        for name in ("status", "owed", "grantable", "possible", "missing", "unmet"):
            assert one[name] == other[name], name


def test_rows_without_anything_take_nobody_with_them(rules: credstack.Rules, claim: credstack.Claim) -> None:
    blank: list[str | None] = [None] * 3_000
    table = pyarrow.table({"title": pyarrow.array([*blank, "Water"], pyarrow.string()), "ects": [*blank, "6"]})
    told = rows(credstack.recognise_many(rules, table, claim))
    assert [row["row"] for row in told] == list(range(3_001))
    assert {row["status"] for row in told[:-1]} == {None}
    assert {tuple(row["problems"]) for row in told[:-1]} == {("there is no credential in this row",)}
    assert told[-1]["problems"] == []
    assert len(rows(credstack.recognise_many(rules, table.slice(0, 3_000), claim))) == 3_000


def test_a_row_of_too_many_credentials_is_told_and_the_others_go_on(
    rules: credstack.Rules, claim: credstack.Claim
) -> None:
    one = {"title": "Water", "ects": "6"}
    told = rows(credstack.recognise_many(rules, pyarrow.table({"credentials": [[one], [one] * 10_001, [one]]}), claim))
    assert [row["row"] for row in told] == [0, 1, 2]
    assert [row["problems"][:1] for row in told] == [
        [],
        ["it holds more than 10000 credentials or 16777216 bytes and is not read; part it into several rows"],
        [],
    ]


def test_rows_of_nobody_are_told_and_stacked_by_themselves(rules: credstack.Rules) -> None:
    long = pyarrow.table({"number": ["7", None, "7"], "title": ["A", "B", "C"], "ects": [6, 6, 5]})
    found = rows(credstack.stack_many(rules, long, "be.vlg.example.diploma", learner="number"))
    assert [(row["learner"], row["credentials"]) for row in found] == [("7", 2), (None, 1)]
    assert found[1]["problems"] == ["number: it says of nobody that it is theirs"]


def test_what_is_wrong_with_the_whole_is_raised(rules: credstack.Rules, claim: credstack.Claim) -> None:
    with pytest.raises(TypeError, match="recognise_all"):
        credstack.recognise_many(rules, [], claim)
    with pytest.raises(KeyError, match="no column `number`; it has `title`"):
        credstack.stack_many(rules, pyarrow.table({"title": ["A"]}), "be.vlg.example.diploma", learner="number")
    with pytest.raises(credstack.UnknownNameError):
        credstack.stack_many(rules, pyarrow.table({"title": ["A"]}), "be.vlg.example.diplom")
    with pytest.raises(credstack.DocumentError):
        credstack.recognise_many(rules, pyarrow.table({"colour": ["red"]}), claim)
    empty = credstack.recognise_many(rules, pyarrow.table(ROWS).slice(0, 0), claim)
    assert (len(empty), empty.column_names[0]) == (0, "row")


def test_an_interrupt_between_parts_ends_it(rules: credstack.Rules, claim: credstack.Claim) -> None:
    many = pyarrow.table({name: values * 1_500 for name, values in ROWS.items()})

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        credstack.recognise_many(rules, many, claim, budget=1, progress=stop)
