"""The notebook runs from top to bottom, and what is kept in it is what comes out."""

import json
from pathlib import Path

import pytest
from notebooks import run

NOTEBOOK = Path(__file__).parents[2] / "docs" / "cohort.ipynb"


def test_the_notebook_comes_out_as_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    found = run(NOTEBOOK)
    for cell, outputs in zip(cells, found, strict=True):
        told = f"run: python bindings-python/tests/notebooks.py docs/cohort.ipynb (cell `{cell['id']}`)"
        assert cell.get("outputs", []) == outputs, told
    kept = [cell["id"] for cell, outputs in zip(cells, found, strict=True) if outputs]
    assert kept == ["found", "summary", "explained"]


def test_a_cell_that_fails_is_raised_with_its_place(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ["x = 1\n", "print(x)\n", "x / 0"]}
    path = tmp_path / "broken.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": []}, cell]}))
    with pytest.raises(ZeroDivisionError) as error:
        run(path)
    assert str(error.traceback[-1].path).endswith("broken.ipynb, cell 1")
    cell["source"] = ["print('a')\n", "1 + 1"]
    path.write_text(json.dumps({"cells": [cell]}))
    [[printed, value]] = run(path)
    assert printed["text"] == ["a\n"]
    assert value["data"] == {"text/plain": ["2"]}
