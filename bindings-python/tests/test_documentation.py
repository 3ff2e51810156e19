"""What the documentation shows is what happens."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import credstack

ROOT = Path(__file__).parents[2]


def examples() -> list[doctest.DocTest]:
    """The examples of everything that the package has, native or not."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = finder.find(credstack, "credstack", globs={"credstack": credstack})
    for name in credstack.__all__:
        found += finder.find(getattr(credstack, name), f"credstack.{name}", globs={"credstack": credstack})
    return [test for test in {test.name: test for test in found}.values() if test.examples]


@pytest.mark.parametrize("example", examples(), ids=lambda test: test.name)
def test_the_examples_of_docstrings_come_out(example: doctest.DocTest) -> None:
    runner = doctest.DocTestRunner()
    assert runner.run(example).failed == 0


def test_there_are_examples_where_people_look() -> None:
    names = {example.name for example in examples()}
    assert {"credstack", "credstack.Rules", "credstack.Rules.recognise", "credstack.read", "credstack.Claim"} <= names
    assert {"credstack.Rules.stack", "credstack.Rules.stack_all"} <= names


def test_the_examples_of_the_reference_come_out() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```pycon\n(.*?)```", page, re.DOTALL))
    result = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(blocks, {}, "python.md", None, 0))
    assert result.attempted > 10
    assert result.failed == 0


def test_the_example_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```python\n(.*?)```\n+```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    program, output = shown.groups()
    assert len(program.strip().splitlines()) <= 10
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ran.stderr == ""
    assert ran.stdout == output
    (tmp_path / "example.py").write_text(program, encoding="utf-8")
    typed = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(tmp_path / "example.py")],
        capture_output=True,
        text=True,
    )
    assert typed.returncode == 0, typed.stdout


def test_every_name_of_the_package_has_documentation() -> None:
    for name in credstack.__all__:
        value = getattr(credstack, name)
        assert value.__doc__, name
        for member, kind in vars(value).items() if isinstance(value, type) else ():
            if not member.startswith("_") and (callable(kind) or hasattr(kind, "__get__")):
                assert kind.__doc__, f"{name}.{member}"
