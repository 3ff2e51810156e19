"""What is installed beside the code."""

import json
from importlib.metadata import distribution


def test_the_wheel_says_what_it_is_made_of_and_by_which_licence() -> None:
    package = distribution("credstack")
    beside = {file.name: file for file in package.files or () if ".dist-info" in str(file)}
    assert "Apache License" in beside["LICENSE"].read_text(encoding="utf-8")
    parts = json.loads(beside["credstack-python.cyclonedx.json"].read_text(encoding="utf-8"))
    assert parts["bomFormat"] == "CycloneDX"
    names = {part["name"] for part in parts["components"]}
    assert {"pyo3", "arrow-array", "parquet", "credstack-engine"} <= names
    without = [part["name"] for part in parts["components"] if not part.get("licenses")]
    assert not without, "each part has a licence"
