"""What `credstack.spark` does in a worker, without Spark: a row is what it is alone, however a cohort is parted."""

import pickle
import sys
from typing import Any

import pyarrow
import pytest

import credstack
import credstack.spark

#: Ids that several have, that look as if several had them, and none; cells and rows that cannot be read.
ROWS: list[dict[str, Any]] = [
    {"student": 0, "credential.id": "urn:a", "title": "Water", "ects": "6"},
    {"student": 1, "credential.id": None, "title": "Maps", "ects": "six"},
    {"student": 2, "credential.id": "urn:a", "title": "Soil", "ects": "3"},
    {"student": 3, "credential.id": None, "title": None, "ects": None},
    {"student": 4, "credential.id": "urn:a#2", "title": "Glass", "ects": "60"},
    {"student": 5, "credential.id": "urn:b#7", "title": "Stone", "ects": "12"},
    {"student": 6, "credential.id": "urn:a", "title": "Wood", "ects": "2.5"},
]


def work(rules: credstack.Rules, name: Any, columns: tuple[str, ...], keys: list[str], **options: Any) -> Any:
    names = tuple(ROWS[0])
    made = credstack.spark._Work(pickle.dumps(rules), name, options, None, names, tuple(keys), columns)
    # As it goes to a worker.
    return pickle.loads(pickle.dumps(made))


def decided(made: Any, table: pyarrow.Table, size: int) -> list[dict[str, Any]]:
    numbered = table.rename_columns([str(number) for number in range(table.num_columns)])
    return [row for batch in made.batches(numbered.to_batches(max_chunksize=size)) for row in batch.to_pylist()]


def test_pyspark_is_not_needed_to_import_it() -> None:
    assert "pyspark" not in sys.modules


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_row_is_the_same_in_every_part(rules: credstack.Rules, claim: credstack.Claim, size: int) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    made = work(rules, "recognise_many", credstack.spark._RECOGNISED, ["student"], claim=claim, threads=1)
    found = decided(made, table, size)
    assert [row["student"] for row in found] == list(range(7))
    assert [row["credential"] for row in found] == ["urn:a", "#", "urn:a", None, "urn:a#2", "urn:b#7", "urn:a"]
    for one, other in zip(found, credstack.recognise_many(rules, table, claim).to_pylist(), strict=True):
        for name in credstack.spark._RECOGNISED[1:]:
            assert one[name] == other[name], name


def test_a_part_of_which_nothing_can_be_read_loses_no_row(rules: credstack.Rules, claim: credstack.Claim) -> None:
    nothing = [{**row, "credential.id": None, "title": None, "ects": None} for row in ROWS]
    table = pyarrow.Table.from_pylist(nothing, pyarrow.Table.from_pylist(ROWS).schema)
    made = work(rules, "recognise_many", credstack.spark._RECOGNISED, ["student"], claim=claim, threads=1)
    found = decided(made, table, 4)
    assert [row["student"] for row in found] == list(range(7))
    assert {tuple(row["problems"]) for row in found} == {("there is no credential in this row",)}


def test_a_wallet_is_the_same_whatever_the_order_of_its_rows(rules: credstack.Rules) -> None:
    award = "be.vlg.example.diploma"
    table = pyarrow.Table.from_pylist([{**row, "student": 7} for row in ROWS])
    made = work(rules, "stack_many", credstack.spark._STACKED, [], award=award, learner="student")
    [one] = made.wallet(table).to_pylist()
    assert made.wallet(table.take([6, 1, 3, 0, 5, 2, 4])).to_pylist() == [one]
    [at_once] = credstack.stack_many(rules, table, award, learner="student").to_pylist()
    for name in ("learner", "credentials", "status", "owed", "grantable", "possible", "missing", "unmet", "problems"):
        assert one[name] == at_once[name], name
    [blank] = made.wallet(table.slice(3, 1)).to_pylist()
    assert (blank["learner"], blank["credentials"]) == ("7", 0)
    assert blank["problems"] == ["the wallet holds no credential, so there is nothing to stack"]
