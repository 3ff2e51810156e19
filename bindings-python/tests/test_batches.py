"""Cohorts larger than memory, and cohorts under two sets of rules."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest
from conftest import ROOT

import credstack

CREDITS = Path("examples/cohorts/credits.csv")


def outcomes(folder: Path) -> list[dict[str, Any]]:
    return polars.read_parquet(folder / "part-*.parquet").to_dicts()


def test_a_scan_comes_to_what_the_whole_table_comes_to(
    rules: credstack.Rules, claim: credstack.Claim, tmp_path: Path
) -> None:
    many = polars.concat([polars.read_csv(CREDITS, infer_schema=False)] * 400)
    many.write_parquet(tmp_path / "credits.parquet", row_group_size=1_000)
    whole = credstack.recognise_many(rules, many, claim)
    scan = credstack.scan_parquet(rules, tmp_path / "credits.parquet", claim)
    assert polars.DataFrame(scan).equals(whole)
    with pytest.raises(ValueError, match="scan the file again"):
        polars.DataFrame(scan)
    parts = [polars.DataFrame(part) for part in credstack.scan_parquet(rules, tmp_path / "credits.parquet", claim)]
    assert len(parts) == 3
    assert polars.concat(parts).equals(whole)
    with pytest.raises(ValueError, match="is no Parquet file"):
        credstack.scan_parquet(rules, CREDITS, claim)
    with pytest.raises(FileNotFoundError):
        credstack.scan_parquet(rules, "absent.parquet", claim)


KILLED = """
import os, signal, sys
import credstack
def done(rows):
    if rows >= 12_000:
        os.kill(os.getpid(), signal.SIGKILL)
rules, claim = credstack.Rules.load("rules"), credstack.Claim.load("examples/claim.json")
credstack.batch(rules, sys.argv[1], claim, sys.argv[2], part_rows=4_096, threads=1, progress=done)
"""


def test_a_batch_that_was_killed_goes_on_without_losing_or_doubling_a_row(
    rules: credstack.Rules, claim: credstack.Claim, tmp_path: Path
) -> None:
    lines = CREDITS.read_text(encoding="utf-8").splitlines()
    (tmp_path / "credits.csv").write_text("\n".join([lines[0], *lines[1:] * 900]), encoding="utf-8")
    paths = [str(tmp_path / "credits.csv"), str(tmp_path / "killed")]
    killed = subprocess.run([sys.executable, "-c", KILLED, *paths], cwd=ROOT, check=False)
    assert killed.returncode == -9
    half = json.loads((tmp_path / "killed" / "batch.json").read_text())
    assert half["complete"] is False
    assert 0 < half["tally"]["rows"] < 21_600
    done: list[int] = []
    told = credstack.batch(rules, paths[0], claim, paths[1], part_rows=4_096, threads=2, progress=done.append)
    assert done[0] > half["tally"]["rows"], "what is behind is not done again"
    assert (told["complete"], told["tally"]["rows"], told["tally"]["credentials"]) == (True, 21_600, 21_600)
    credstack.batch(rules, paths[0], claim, tmp_path / "at_once", part_rows=4_096)
    assert outcomes(tmp_path / "killed") == outcomes(tmp_path / "at_once")
    assert [row["row"] for row in outcomes(tmp_path / "killed")] == list(range(21_600))


def test_a_batch_that_is_interrupted_says_so_and_goes_on(
    rules: credstack.Rules, claim: credstack.Claim, tmp_path: Path
) -> None:
    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        credstack.batch(rules, CREDITS, claim, tmp_path / "out", progress=stop)
    assert credstack.batch(rules, CREDITS, claim, tmp_path / "out")["complete"]
    with pytest.raises(ValueError, match="another policy"):
        credstack.batch(rules, CREDITS, claim, tmp_path / "out", policy="es.ucm")
    with pytest.raises(ValueError, match="written as one of"):
        credstack.batch(rules, CREDITS, claim, tmp_path / "out", write="xlsx")  # type: ignore[arg-type]


def test_who_gains_and_who_loses_is_told_of_a_table(rules: credstack.Rules) -> None:
    on = [
        credstack.Claim.from_dict(
            {"credstack": "claim/v1", "purpose": "credit", "dates": {"application": day, "decision": day}}
        )
        for day in ("2010-10-15", "2015-10-15")
    ]
    cohort = pyarrow.table(
        {
            "student": ["a", "b", "a"],
            "id": ["1", "2", "3"],
            "ects": ["40", "40", "6"],
            "credential.kind": ["professional_experience", "official_study", "official_study"],
            "issuer.country": ["IT"] * 3,
            "credential.completed": ["yes"] * 3,
        }
    )
    told = credstack.compare(rules, rules, cohort, "it.example.food_economics", on[0], then_claim=on[1], learner="student")
    assert told.kind == "comparison/v1"
    found = told.to_dict()
    assert found["learners"] == 2
    assert [each["learner"] for each in found["each"]] == ["a", "b"]
    assert json.loads(told.to_json()) == found
    assert told.html().startswith("<!doctype html>") or "<html" in told.html()
    alike = credstack.compare(rules, rules, cohort, "it.example.food_economics", on[0], learner="student")
    assert alike.to_dict()["same"] == 2
