"""Reading documents and claims."""

import zipfile
from pathlib import Path

import pytest

import credstack

THESIS = Path("examples/documents/thesis.json")


def test_a_path_and_its_bytes_are_the_same_document(rules: credstack.Rules) -> None:
    document = rules.read(THESIS)
    assert rules.read(str(THESIS)) == document
    assert rules.read(THESIS.read_bytes(), name=str(THESIS)) == document
    assert rules.read(THESIS.read_bytes()).name == "document"
    assert credstack.read(THESIS) == document
    assert hash(credstack.read(THESIS)) == hash(document)


def test_a_document_is_a_series_of_its_credentials(rules: credstack.Rules) -> None:
    document = rules.read("examples/documents/dutch-badge.ob3.json")
    assert document.format == "Open Badges 3.0"
    assert tuple(document) == document.credentials
    assert document[0] == document[-len(document)] == document.credentials[0]
    assert document.credentials[0] in document
    assert document[0].document == document
    for index in (len(document), -len(document) - 1):
        with pytest.raises(IndexError):
            document[index]


COURSES = "CourseID;Name;LearningOutcome;ECTS;EQF\r\nA-1;Tellen voor caf\xe9s;Telt;7,5;6\r\n"
RESULTS = "Student name;Course title;ECTS;Date issued\nAna;Tellen;7,5;30.06.2024\nBo;Tellen;7,5;30.06.2024\n"


def test_a_table_is_a_document_of_its_rows(rules: credstack.Rules) -> None:
    document = credstack.read(RESULTS.encode(), "results.csv")
    assert (document.format, len(document)) == ("table (CSV)", 2)
    facts = document[0].to_dict()
    assert facts["credential"]["workload"] == {"amount": "7.5", "unit": "ECTS"}
    assert facts["provenance"]["/credential/workload"][0]["path"] == "/2/ECTS"
    assert document[0].elements[:2] == (True, True)
    assert len(document[0].elements) == 11
    assert "learning outcomes" in document[0].lacks
    catalogue = rules.read(COURSES.encode("cp1252"), "courses.csv")
    assert len(catalogue) == 0
    assert any(note.kind == "ambiguous" and "Windows-1252" in note.message for note in catalogue.notes)


def test_a_mapping_says_what_the_columns_of_a_table_are_for(rules: credstack.Rules, tmp_path: Path) -> None:
    mapping = tmp_path / "columns.toml"
    mapping.write_text('[columns."Fach"]\nattribute = "credential.title"\n[columns."Wer"]\nattribute = "learner.name"\n')
    table = "Fach;Wer\nZählen;Ana\n".encode()
    with pytest.raises(credstack.DocumentError, match="no column is known"):
        credstack.read(table + table)
    document = credstack.read(table, mapping=mapping)
    assert document[0].title == "Zählen"
    assert document != rules.read(RESULTS.encode())
    mapping.write_text("[table]\nheader = 0\n")
    with pytest.raises(ValueError, match="columns.toml:2:10: rows are counted from 1"):
        credstack.read(table, mapping=mapping)


def test_folders_and_archives_are_read_one_document_at_a_time(rules: credstack.Rules, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "results.csv").write_text(RESULTS)
    (tmp_path / "readme.md").write_text("passed over")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("thesis.json", THESIS.read_bytes())
        archive.writestr("bomb.json", b" " * (17 << 20))
    found = list(credstack.import_documents(tmp_path, THESIS, "nowhere.json", rules=rules))
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in found[:3]]
    assert names == ["a.zip/thesis.json", "a.zip/bomb.json", "b/results.csv"]
    assert [one.document is not None for one in found] == [True, False, True, True, False]
    assert isinstance(found[1].error, credstack.DocumentError)
    assert isinstance(found[4].error, FileNotFoundError)


def test_what_was_not_taken_is_a_note(rules: credstack.Rules) -> None:
    notes = rules.read("examples/documents/irish-micro-credential.elm.json").notes
    assert notes
    assert all(note.kind and note.message for note in notes)


def test_every_fact_of_a_credential_says_where_it_was_read(rules: credstack.Rules) -> None:
    [credential] = rules.read("examples/documents/own-study-375-hours.json")
    facts = credential.to_dict()
    assert facts["credential"]["workload"] == {"amount": "375", "unit": "hours"}
    [source] = facts["provenance"]["/credential/workload"]
    assert (source["path"], source["document"]) == ("/credential/workload", credential.document.name)
    [again] = credstack.read(credential.to_json().encode())
    assert (again.id, again.title) == (credential.id, credential.title)


def test_a_claim_is_the_same_from_a_file_a_text_and_a_dictionary(claim: credstack.Claim) -> None:
    assert credstack.Claim.from_dict(claim.to_dict(), name=claim.name) == claim
    assert credstack.Claim.from_json(claim.to_json(), name=claim.name) == claim
    turned = dict(reversed(claim.to_dict().items()))
    assert credstack.Claim.from_dict(turned, name=claim.name) == claim
    assert credstack.Claim.from_dict({"credstack": "claim/v1"}) != claim


def test_what_a_claim_says_in_vain_is_a_note() -> None:
    claim = credstack.Claim.from_dict({"credstack": "claim/v1", "colour": "red"})
    assert [(note.kind, note.path) for note in claim.notes] == [("unmapped", "/colour")]


def test_amounts_of_a_claim_stay_exact(rules: credstack.Rules, claim: credstack.Claim) -> None:
    for amount in ("60.1", 60.1):
        award = {"identifier": "own", "workload": {"amount": amount, "unit": "ECTS"}}
        changed = credstack.Claim.from_dict(claim.to_dict() | {"award": award})
        [credential] = rules.read("examples/documents/own-study-375-hours.json")
        proposal = rules.recognise(credential, changed, policy="es.universities")
        assert {str(limit.bound_ects) for limit in proposal.limits} == {"1803/200"}
