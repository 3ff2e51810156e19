"""Reading documents and claims."""

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
