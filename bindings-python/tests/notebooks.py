"""Runs a notebook without Jupyter: its cells in their order, in one namespace, as Python runs them.

`python bindings-python/tests/notebooks.py docs/cohort.ipynb` writes what came out into the notebook. Pictures are drawn and
not kept: other versions of a font or of matplotlib draw them otherwise.
"""

import ast
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def run(path: Path) -> list[list[dict[str, Any]]]:
    """What each cell puts out, as the notebook format (4.5) has it; Markdown puts out nothing. Raises what a cell raises."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    found, number = [], 0
    with _at(path.parent):
        for cell in notebook["cells"]:
            outputs: list[dict[str, Any]] = []
            if cell["cell_type"] == "code":
                number += 1
                outputs = _run("".join(cell["source"]), f"{path.name}, cell {number}", names, number)
            found.append(outputs)
    return found


def _run(source: str, place: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    tree = ast.parse(source, place)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, place, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), place, "eval"), names)
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(text)})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data = {"text/html": _lines(value._repr_html_()), **data}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@contextlib.contextmanager
def _at(folder: Path) -> Iterator[None]:
    """As Jupyter does, which runs a notebook where it lies."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def write(path: Path) -> None:
    """Runs a notebook and keeps what came out."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    number = 0
    for cell, outputs in zip(notebook["cells"], run(path), strict=True):
        if cell["cell_type"] == "code":
            number += 1
            cell |= {"execution_count": number, "outputs": outputs}
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ["MPLBACKEND"] = "agg"
    for argument in sys.argv[1:]:
        write(Path(argument).resolve())
