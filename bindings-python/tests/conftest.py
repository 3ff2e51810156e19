"""What the tests share: the rules, the claim and the documents of the repository."""

from pathlib import Path

import pytest

import credstack

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "examples" / "documents"


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
def credentials(rules: credstack.Rules) -> list[credstack.Credential]:
    """Every credential of the examples."""
    return [credential for path in sorted(DOCUMENTS.iterdir()) for credential in rules.read(path)]


@pytest.fixture(scope="session")
def proposals(
    rules: credstack.Rules, credentials: list[credstack.Credential], claim: credstack.Claim
) -> list[credstack.Proposal]:
    return rules.recognise_all(credentials, claim)


@pytest.fixture(scope="session")
def hours(rules: credstack.Rules, claim: credstack.Claim) -> credstack.Proposal:
    """The proposal for an own study whose document says hours only."""
    [credential] = rules.read(DOCUMENTS / "own-study-375-hours.json")
    return rules.recognise(credential, claim)
