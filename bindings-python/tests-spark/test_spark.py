"""What Spark decides is what deciding the table at once gives, however it parts the rows."""

import datetime
import doctest
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyspark.sql import DataFrame, SparkSession

import credstack
import credstack.spark

#: Ids that several have, that look as if several had them, and none; cells and rows that cannot be read.
ROWS: list[tuple[Any, ...]] = [
    (0, "urn:a", "Water", "6", "ES"),
    (1, None, "Maps", "six", "ES"),
    (2, "urn:a", "Soil", "3", "NL"),
    (3, None, None, None, None),
    (4, "urn:a#2", "Glass", "60", "ES"),
    (5, "urn:b#7", "Stone", "12", None),
    (6, "urn:a", "Wood", "2.5", "BE"),
    (7, None, "", "", ""),
    (8, None, None, "six", None),
]
COLUMNS = ["student", "credential.id", "title", "ects", "issuer.country"]
BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"


@pytest.fixture(autouse=True)
def batches(spark: SparkSession) -> Iterator[None]:
    """As many rows in a batch as Spark likes, whatever the test before said."""
    yield
    spark.conf.unset(BATCH)


def cohort(spark: SparkSession, rows: list[tuple[Any, ...]] = ROWS) -> DataFrame:
    kinds = "student long, `credential.id` string, title string, ects string, `issuer.country` string"
    return spark.createDataFrame(rows, kinds)


def told(frame: DataFrame, by: str = "student") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.toArrow().to_pylist()
    return sorted(found, key=lambda row: str(row[by]))


@pytest.mark.parametrize(("partitions", "batch"), [(1, 10_000), (1, 1), (1, 2), (2, 3), (5, 10_000)])
def test_a_row_is_what_it_is_alone_however_rows_are_parted(
    spark: SparkSession, rules: credstack.Rules, claim: credstack.Claim, partitions: int, batch: int
) -> None:
    spark.conf.set(BATCH, batch)
    frame = cohort(spark).repartition(partitions)
    found = told(credstack.spark.recognise_many(rules, frame, claim, keys=["student"]))
    assert [row["student"] for row in found] == list(range(9))
    ids = [row["credential"] for row in found]
    assert ids == ["urn:a", "#", "urn:a", None, "urn:a#2", "urn:b#7", "urn:a", None, None]
    problems = {row["student"]: row["problems"] for row in found if row["problems"]}
    nothing = "there is no credential in this row"
    assert problems == {1: ["ects: `six` is no number"], 3: [nothing], 7: [nothing], 8: problems[8]}
    assert nothing in problems[8]

    table = pyarrow.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in ROWS])
    at_once = credstack.recognise_many(rules, table, claim).to_pylist()
    for one, other in zip(found, at_once, strict=True):
        for name in ("status", "worst", "best", "must_grant_to", "may_grant_from", "may_grant_to", "classes", "rules", "asks"):
            assert one[name] == other[name], name


def test_kept_columns_come_back_as_they_were(spark: SparkSession, claim: credstack.Claim) -> None:
    when = datetime.datetime(2026, 3, 29, 2, 30)
    rows = [(Decimal("1.50"), when, ("a", 1), [2, 3], "Water", "6"), (None, None, None, None, "Maps", "5")]
    kinds = "price decimal(6,2), seen timestamp, `a.b` struct<c string, `d.e` int>, marks array<int>, title string, ects string"
    frame = spark.createDataFrame(rows, kinds)
    found = credstack.spark.recognise_many("rules", frame, claim, budget=1)
    assert found.columns[:6] == ["price", "seen", "a.b", "marks", "title", "ects"]
    assert [tuple(row)[:6] for row in found.sort("title").collect()] == [rows[1], rows[0]]
    few = credstack.spark.recognise_many("rules", frame, claim, keys=["marks", "a.b"], budget=1)
    assert few.columns[:3] == ["marks", "a.b", "credential"]


def test_lists_of_credentials_have_a_row_for_each(spark: SparkSession, claim: credstack.Claim) -> None:
    kinds = "student long, credentials array<struct<title string, ects int>>"
    too_many = [("Tiny", 1)] * 10_001
    frame = spark.createDataFrame([(7, [("Water", 6), ("Maps", 5)]), (8, []), (9, too_many)], kinds).coalesce(1)
    found = told(credstack.spark.recognise_many("rules", frame, claim, keys=["student"], budget=1))
    assert [(row["student"], row["credential"]) for row in found] == [(7, "#/0"), (7, "#/1"), (8, None), (9, None)]
    assert found[2]["problems"] == ["there is no credential in this row"]
    # The engine would refuse the whole part because of it.
    assert "more than 10000" in found[3]["problems"][0]


def test_a_mapping_goes_to_the_workers(spark: SparkSession, claim: credstack.Claim, tmp_path: Path) -> None:
    path = tmp_path / "columns.toml"
    points = "attribute = 'credential.workload'\nunit = 'ECTS'\n"
    naam = "[table]\nrows = 'credentials'\n[columns.Naam]\nattribute = 'credential.title'\n"
    path.write_text(f"{naam}[columns.Punten]\n{points}")
    frame = spark.createDataFrame([(1, "Water", 6)], "student long, Naam string, Punten int")
    found = credstack.spark.recognise_many("rules", frame, claim, keys=["student"], mapping=path)
    path.unlink()
    [row] = told(found)
    assert (row["may_grant_to"], row["problems"]) == ("6", [])
    path.write_text("[columns.Naam]\nattribute = 'credential.titel'\n")
    with pytest.raises(ValueError, match="columns.toml:"):
        credstack.spark.recognise_many("rules", frame, claim, mapping=path)


def test_what_is_wrong_with_the_whole_is_told_before_anything_runs(spark: SparkSession, claim: credstack.Claim) -> None:
    frame = cohort(spark)
    recognise = credstack.spark.recognise_many
    with pytest.raises(FileNotFoundError):
        recognise("nowhere", frame, claim)
    with pytest.raises(credstack.UnknownNameError):
        recognise("rules", frame, claim, policy="es.university")
    with pytest.raises(credstack.DocumentError, match="no column is known; it has `colour`"):
        recognise("rules", spark.createDataFrame([("red",)], "colour string"), claim)
    with pytest.raises(KeyError, match="no column `number`; it has `student`"):
        recognise("rules", frame, claim, keys=["number"])
    with pytest.raises(TypeError, match="keys=\\['student'\\]"):
        recognise("rules", frame, claim, keys="student")
    with pytest.raises(ValueError, match="a column `status` of its own"):
        recognise("rules", frame.withColumnRenamed("student", "status"), claim)
    with pytest.raises(credstack.UnknownNameError):
        credstack.spark.stack_many("rules", frame, "be.vlg.example.diplom")
    with pytest.raises(KeyError, match="no column `number`"):
        credstack.spark.stack_many("rules", frame, "be.vlg.example.diploma", learner="number")


def test_wallets_stack_as_they_do_at_once(spark: SparkSession, rules: credstack.Rules) -> None:
    award = "be.vlg.example.diploma"
    rows = [("7", "A", "6"), ("9", "B", "6"), (None, "C", "6"), ("8", None, None), (None, None, None), ("9", "D", "six")]
    names = ["learner.number", "title", "ects"]
    table = pyarrow.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    expected = credstack.stack_many(rules, table, award, learner="learner.number").drop(["row"]).to_pylist()
    expected.sort(key=lambda row: (str(row["learner"]), row["credentials"]))
    for order in (rows, rows[::-1]):
        frame = spark.createDataFrame(order, "`learner.number` string, title string, ects string").repartition(3)
        found = told(credstack.spark.stack_many(rules, frame, award, learner="learner.number"), "learner")
        assert sorted(found, key=lambda row: (str(row["learner"]), row["credentials"])) == expected
    nested = spark.createDataFrame(
        [(7, [("A", "6")]), (8, None), (9, [("B", "6"), ("D", "six")])],
        "student long, credentials array<struct<title string, ects string>>",
    )
    found = told(credstack.spark.stack_many(rules, nested, award, keys=["student"]))
    assert [(row["student"], row["credentials"]) for row in found] == [(7, 1), (8, 0), (9, 2)]
    assert found[1]["problems"] == ["the wallet holds no credential, so there is nothing to stack"]
    same = {row["learner"]: row for row in expected if row["learner"]}
    for row in found:
        for name in ("status", "owed", "grantable", "possible", "missing", "unmet"):
            assert row[name] == same[str(row["student"])][name], name
    with pytest.raises(ValueError, match="leave `keys` out"):
        credstack.spark.stack_many(rules, nested, award, learner="student", keys=["student"])


def test_a_worker_loads_rules_once(spark: SparkSession, claim: credstack.Claim) -> None:
    # Not the rules of the repository: those were loaded by the workers of other tests.
    manifest = '[pack]\nname = "nl"\nversion = "0.1.0"\nlanguage = "1"\n'
    law = 'policy nl "NL" {\n layer country\n rule any "Any" {\n for own study\n bar when workload < 1 ECTS\n }\n}\n'
    rules = credstack.Rules.from_memory([{"pack.toml": manifest, "nl.rule": law}])
    many = spark.range(0, 64, 1, 16).selectExpr("id", "'A' as title", "'6' as ects")

    def loads(batches: Any) -> Any:
        """In a worker: how often it loaded rules, and how often it had them."""
        for _ in batches:
            cache = credstack.spark._loaded.cache_info()
            yield pyarrow.record_batch({"worker": [os.getpid()], "misses": [cache.misses], "hits": [cache.hits]})

    def counted() -> dict[int, tuple[int, int]]:
        rows = spark.range(0, 64, 1, 16).mapInArrow(loads, "worker long, misses long, hits long").collect()
        return {row["worker"]: (row["misses"], row["hits"]) for row in rows}

    before = counted()
    asked = credstack.Claim.from_dict({"credstack": "claim/v1"})
    assert credstack.spark.recognise_many(rules, many, asked, policy="nl").toArrow().num_rows == 64
    after = counted()
    new = {worker: (misses - before.get(worker, (0, 0))[0]) for worker, (misses, _) in after.items()}
    hits = sum(hits - before.get(worker, (0, 0))[1] for worker, (_, hits) in after.items())
    assert set(new.values()) <= {0, 1}
    assert sum(new.values()) + hits == 16


def test_the_examples_of_the_module_come_out(spark: SparkSession) -> None:
    result = doctest.testmod(credstack.spark, extraglobs={"spark": spark, "credstack": credstack})
    assert (result.failed, result.attempted) == (0, 9)


def test_the_example_of_the_reference_runs(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "python.md").read_text(encoding="utf-8")
    shown = re.search(r"### In Spark\n.*?```python\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    # Spark looks where the driver was started, so the names become places.
    program = re.sub(r'"(rules|examples/[^"]*)"', lambda name: repr(str(root / name[1])), shown[1])
    program = re.sub(r'"(\w+\.parquet)"', lambda name: repr(str(tmp_path / name[1])), program)
    cohort(spark).write.parquet(str(tmp_path / "credits.parquet"))
    exec(program, {"spark": spark, "credstack": credstack})
    assert capsys.readouterr().out.startswith("6 credentials: 6 incomplete; 3 rows without a credential\n")
    found = told(spark.read.parquet(str(tmp_path / "found.parquet")))
    assert [row["student"] for row in found] == list(range(9))


def test_a_frame_of_spark_is_counted_as_a_table_is(
    spark: SparkSession, rules: credstack.Rules, claim: credstack.Claim
) -> None:
    table = pyarrow.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in ROWS])
    found = credstack.spark.recognise_many(rules, cohort(spark), claim)
    assert credstack.summary(found) == credstack.summary(credstack.recognise_many(rules, table, claim), table)
