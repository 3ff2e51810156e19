"""What goes wrong is an exception that says what, where, and how to mend it."""

import pickle
from pathlib import Path

import pytest

import credstack

MANIFEST = '[pack]\nname = "nl"\nversion = "0.1.0"\nlanguage = "1"\n'

LAW = """policy nl "Netherlands" {
    layer country
    rule small "Small own study is a badge" {
        for         own study
        classify as badge when workload < 6
    }
}
"""


def write(folder: Path, law: str) -> Path:
    (folder / "nl").mkdir()
    (folder / "nl" / "pack.toml").write_text(MANIFEST)
    (folder / "nl" / "law.rule").write_text(law)
    return folder


def test_a_broken_rule_is_told_with_slug_file_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(credstack.RulesError) as caught:
        credstack.Rules.load(write(tmp_path, LAW))
    error = caught.value
    assert isinstance(error, credstack.CredstackError)
    assert (error.slug, error.line, error.column) == ("missing-unit", 5, 43)
    assert error.file == str(tmp_path / "nl" / "law.rule")
    assert error.message == "`6` has no unit"
    assert error.help is not None
    assert "error[missing-unit]: `6` has no unit" in str(error)
    assert "^" in str(error)


def test_every_problem_is_there_with_its_places() -> None:
    law = LAW.replace("< 6", "< 6 ECTS").replace("own study", "own studdy", 1).replace("layer country", "layer contry")
    with pytest.raises(credstack.RulesError) as caught:
        credstack.Rules.from_memory([{"nl/pack.toml": MANIFEST, "nl/law.rule": law}])
    diagnostics = caught.value.diagnostics
    assert len(diagnostics) >= 2
    assert [d.line for d in diagnostics] == sorted(d.line or 0 for d in diagnostics)
    for diagnostic in diagnostics:
        assert (diagnostic.severity, diagnostic.file) == ("error", "nl/law.rule")
        place = diagnostic.labels[0].place
        assert (place.line, place.column) == (diagnostic.line, diagnostic.column)
        assert law.encode()[place.start : place.end].strip()


def test_warnings_are_kept_and_strict_makes_them_errors() -> None:
    pack = {"nl/pack.toml": MANIFEST, "nl/law.rule": LAW.replace("< 6", "< 6 ECTS")}
    rules = credstack.Rules.from_memory([pack])
    assert {d.slug for d in rules.diagnostics} == {"missing-citation", "missing-example"}
    with pytest.raises(credstack.RulesError) as caught:
        credstack.Rules.from_memory([pack], strict=True)
    assert caught.value.diagnostics == rules.diagnostics


def test_a_folder_that_is_not_there_is_no_file_found() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        credstack.Rules.load("no/such/folder")
    assert caught.value.filename == "no/such/folder"
    with pytest.raises(FileNotFoundError):
        credstack.read("no-such-file.json")
    with pytest.raises(FileNotFoundError):
        credstack.Claim.load("no-such-claim.json")


def test_a_folder_without_packs_is_told(tmp_path: Path) -> None:
    with pytest.raises(credstack.RulesError) as caught:
        credstack.Rules.load(tmp_path)
    assert (caught.value.slug, caught.value.file, caught.value.line) == ("no-pack", str(tmp_path), None)
    assert caught.value.diagnostics == ()


def test_a_broken_document_is_told_with_line_and_column() -> None:
    with pytest.raises(credstack.DocumentError) as caught:
        credstack.read(b'{\n  "credstack": "credential/v1",\n}', name="broken.json")
    error = caught.value
    assert (error.slug, error.file, error.line, error.column) == ("broken-json", "broken.json", 3, 1)
    assert str(error).startswith("broken.json: line 3, column 1: ")


def test_what_is_no_credential_is_told_with_its_place() -> None:
    with pytest.raises(credstack.DocumentError) as caught:
        credstack.read(b'{"name": "a invoice"}')
    assert (caught.value.slug, caught.value.place) == ("not-a-credential", "the document")
    with pytest.raises(credstack.DocumentError) as caught:
        credstack.read(b"%PDF-1.7")
    assert caught.value.slug == "unsupported-format"
    assert caught.value.help is not None
    with pytest.raises(credstack.DocumentError) as caught:
        credstack.read(b"")
    assert caught.value.slug == "empty"


def test_every_mistake_of_an_own_document_is_there() -> None:
    document = b'{"credstack": "credential/v1", "credential": {"workload": 5, "kind": 7}}'
    with pytest.raises(credstack.DocumentError) as caught:
        credstack.read(document)
    assert {p.path for p in caught.value.problems} == {"/credential/workload", "/credential/kind"}
    assert (caught.value.place, caught.value.message) == (
        caught.value.problems[0].path,
        caught.value.problems[0].message,
    )


def test_a_broken_claim_is_told_with_its_places() -> None:
    with pytest.raises(credstack.ClaimError) as caught:
        credstack.Claim.from_dict({"credstack": "claim/v1", "purpose": 3, "dates": {"application": "soon"}})
    assert {p.path for p in caught.value.problems} == {"/purpose", "/dates/application"}
    assert caught.value.slug == "broken-claim"
    with pytest.raises(credstack.ClaimError):
        credstack.Claim.from_json("{")


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"award": {"identifier": "es.example.nothing"}}, "unknown-award"),
        ({"award": {}}, "no-policy"),
        ({"component": {"identifier": "nothing"}}, "unknown-component"),
        ({"answers": [{"question": "es.nobody.asks", "answer": "yes", "author": "A"}]}, "unknown-question"),
    ],
)
def test_a_name_that_no_rule_declares_is_told(
    rules: credstack.Rules,
    credentials: list[credstack.Credential],
    claim: credstack.Claim,
    change: dict[str, object],
    slug: str,
) -> None:
    wrong = credstack.Claim.from_dict(claim.to_dict() | change)
    with pytest.raises(credstack.UnknownNameError) as caught:
        rules.recognise(credentials[0], wrong)
    assert isinstance(caught.value, LookupError)
    assert caught.value.slug == slug


def test_an_unknown_policy_is_told(
    rules: credstack.Rules, credentials: list[credstack.Credential], claim: credstack.Claim
) -> None:
    with pytest.raises(credstack.UnknownNameError, match="no policy `es.nobody` is loaded") as caught:
        rules.recognise(credentials[0], claim, policy="es.nobody")
    assert caught.value.slug == "unknown-policy"


def test_exceptions_come_back_from_a_pickle_with_all_they_say() -> None:
    with pytest.raises(credstack.RulesError) as rules:
        credstack.Rules.from_memory([{"pack.toml": MANIFEST, "law.rule": LAW}])
    with pytest.raises(credstack.DocumentError) as document:
        credstack.read(b"{")
    with pytest.raises(credstack.ClaimError) as claim:
        credstack.Claim.from_json('{"credstack": "claim/v1", "purpose": 3}')
    errors: list[credstack.CredstackError] = [rules.value, document.value, claim.value]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_a_wrong_type_or_value_says_what_is_expected(
    rules: credstack.Rules, credentials: list[credstack.Credential], claim: credstack.Claim
) -> None:
    with pytest.raises(TypeError, match="a document is a path, bytes or a table, not int"):
        credstack.read(12)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not an instance of 'Credential'"):
        rules.recognise(credentials[0].document, claim)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not an instance of 'Claim'"):
        rules.recognise(credentials[0], {})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not an instance of 'Credential'"):
        rules.recognise_all(["thesis.json"], claim)  # type: ignore[list-item]
    with pytest.raises(ValueError, match="a budget is a number of worlds, not -1"):
        rules.recognise(credentials[0], claim, budget=-1)
    with pytest.raises(ValueError, match="a pack has one `pack.toml`"):
        credstack.Rules.from_memory([{"law.rule": LAW}])
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        credstack.Claim.from_dict({"credstack": {1}})
    with pytest.raises(ValueError, match="not JSON compliant"):
        credstack.Claim.from_dict({"credstack": "claim/v1", "award": {"workload": float("nan")}})
    with pytest.raises(IndexError, match="the document has 1 credential"):
        credentials[0].document[5]
    with pytest.raises(TypeError):
        credstack.Proposal()
