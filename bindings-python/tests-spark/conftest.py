"""A cluster of this machine: a driver, and two workers in processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import credstack

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples name files from the root of the repository."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def rules() -> credstack.Rules:
    return credstack.Rules.load(ROOT / "rules")


@pytest.fixture(scope="session")
def claim() -> credstack.Claim:
    return credstack.Claim.load(ROOT / "examples" / "claim.json")


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.session.timeZone": "UTC",
    }
    build = SparkSession.Builder().master("local-cluster[2,1,1024]").appName("credstack")
    for name, value in settings.items():
        build = build.config(name, value)
    session = build.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
