"""Tables of other programs are documents of their rows, and documents about the same learning are joined."""

import datetime
import pickle
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import credstack

ROWS: dict[str, list[Any]] = {
    "learner.name": ["Ana", "Bo", None],
    "credential.title": ["Water", "Maps", "Soil"],
    "ects": [7.5, 5.0, None],
    "credential.issued": [datetime.date(2026, 1, 2), datetime.date(2026, 2, 3), datetime.date(2026, 3, 4)],
    "credential.learning_outcomes": [["Tests water; reads the log", "Explains it"], ["Draws maps"], None],
}

FRAMES = [
    pytest.param(pyarrow.table(ROWS), id="pyarrow"),
    pytest.param(pyarrow.table(ROWS).to_reader(max_chunksize=2), id="stream"),
    pytest.param(polars.DataFrame(ROWS), id="polars"),
    pytest.param(pandas.DataFrame(ROWS), id="pandas"),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_table_of_another_program_is_a_document_of_its_rows(rules: credstack.Rules, frame: Any) -> None:
    document = rules.read(frame, "cohort")
    assert (document.name, document.format, len(document)) == ("cohort", "table in columns", 3)
    assert [credential.title for credential in document] == ["Water", "Maps", "Soil"]
    facts = document[0].to_dict()["credential"]
    assert facts["workload"] == {"amount": "7.5", "unit": "ECTS"}
    assert facts["issued"] == "2026-01-02"
    assert facts["learning_outcomes"] == ["Tests water; reads the log", "Explains it"]
    assert "workload" not in document[2].to_dict()["credential"]
    assert pickle.loads(pickle.dumps(document)) == document
    claim = credstack.Claim.load("examples/claim.json")
    assert len(rules.recognise_all(document, claim)) == 3


def test_wallets_in_a_column_are_a_credential_for_each_item(tmp_path: Path) -> None:
    wallets = [[{"title": "Water", "ects": 5}], [], [{"title": "Maps", "ects": 6}, {"title": "Soil", "ects": 3}]]
    table = pyarrow.table({"learner": [{"name": "Ana"}, {"name": "Bo"}, {"name": "Cem"}], "credentials": wallets})
    document = credstack.read(table)
    assert [credential.title for credential in document] == ["Water", "Maps", "Soil"]
    assert [credential.to_dict()["learner"]["name"] for credential in document] == ["Ana", "Cem", "Cem"]
    assert any("row 2 has nothing in `credentials`" == note.message for note in document.notes)
    path = tmp_path / "wallets.parquet"
    pyarrow.parquet.write_table(table, path)
    assert [credential.title for credential in credstack.read(path)] == ["Water", "Maps", "Soil"]


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "lz4"])
def test_parquet_is_read_however_it_is_compressed(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "cohort.parquet"
    pyarrow.parquet.write_table(pyarrow.table(ROWS), path, compression=compression)
    assert [credential.title for credential in credstack.read(path)] == ["Water", "Maps", "Soil"]


def test_what_is_not_read_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "cohort.parquet"
    pyarrow.parquet.write_table(pyarrow.table(ROWS), path, compression="brotli")
    with pytest.raises(credstack.DocumentError, match="compressed as brotli.*write it with the compression snappy"):
        credstack.read(path)
    with pytest.raises(credstack.DocumentError, match="no column is known"):
        credstack.read(pyarrow.table({"fish": ["carp"]}))
    with pytest.raises(credstack.DocumentError, match="more than 10000 rows"):
        credstack.read(polars.DataFrame({"credential.title": ["Water"] * 10_001}))
    with pytest.raises(TypeError, match="a path, bytes or a table, not dict"):
        credstack.read({"credential.title": ["Water"]})  # type: ignore[arg-type]


def test_a_document_read_by_a_mapping_comes_back_from_a_pickle(tmp_path: Path) -> None:
    mapping = tmp_path / "columns.toml"
    mapping.write_text('[columns."Fach"]\nattribute = "credential.title"\n')
    document = credstack.read(polars.DataFrame({"Fach": ["Wasser"]}), mapping=mapping)
    mapping.unlink()
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    [record] = again.records
    assert (record.kind, record.facts["credential"]["title"]) == ("catalogue", "Wasser")


def test_a_result_its_course_and_its_institution_are_one_credential(rules: credstack.Rules) -> None:
    documents = [found.document for found in credstack.import_documents("examples/joined") if found.document is not None]
    kinds = {record.kind for document in documents for record in document.records}
    assert kinds == {"catalogue", "institution", "learner"}
    joined = credstack.join(documents)
    [credential] = joined
    assert sum(credential.elements) == 9
    places = credential.to_dict()["provenance"]
    assert len({place["document"] for of_fact in places.values() for place in of_fact}) == 3
    assert credstack.join(documents, rules=rules) == joined
    assert pickle.loads(pickle.dumps(joined)) == joined
    assert hash(pickle.loads(pickle.dumps(joined))) == hash(joined)
    with pytest.raises(ValueError, match="no document to join"):
        credstack.join([])
