"""All engines, one after another: `python suite.py FOLDER ROWS ROUNDS [--wheel WHEEL] [--native PROGRAM] [--write]`.

In each round every engine has its turn, in a process of its own, so that what else the machine does meets all of them.
FOLDER is for what programs in other languages read. With `--write` the figures go into docs/benchmarks.md, and the plot
beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import records
import tell
from checks import decide
from engines import cedar_policies, cel_expression, credstack_rules, json_logic_rule, rego_rules

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MODULES = (
    "credstack_rules",
    "by_hand",
    "columns",
    "plain",
    "json_logic_rule",
    "cel_expression",
    "zen_graph",
    "cedar_policies",
    "rule_engine_rule",
    "rego_rules",
)
# How often an engine decides all records in its turn, after it has done so once and was compared.
IN_A_TURN = 2
START = """
import time
start = time.process_time_ns()
import credstack
rules = credstack.Rules.load("rules")
print((time.process_time_ns() - start) // 1_000)
"""


def lines(command: list[str]) -> list[dict[str, Any]]:
    """What a program prints, a line of JSON for each engine. Where it fails, all ends."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"suite.py: {' '.join(command)} ended with {done.returncode}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def write_inputs(folder: Path, rows: int) -> None:
    """Records, decisions and the rules of the peers, for programs in other languages."""
    folder.mkdir(parents=True, exist_ok=True)
    made = records.make(rows)
    decisions = []
    for record in made:
        decision = decide(record)
        decisions.append([decision.outcome, decision.holds | (decision.open or 0) << 14])
    records.write(folder, made, decisions)
    for name, text in (
        ("checks.cel", cel_expression.EXPRESSION),
        ("checks.cedar", cedar_policies.policies()),
        ("checks.rego", rego_rules.module()),
        ("checks.jsonlogic", json.dumps(json_logic_rule.RULE)),
        ("claim.json", json.dumps(credstack_rules.CLAIM)),
    ):
        (folder / name).write_text(text, encoding="utf-8")


def turns(asked: argparse.Namespace) -> list[dict[str, Any]]:
    """What all rounds came to, an entry for each engine in each of its ways."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    commands = [
        ("Python", [sys.executable, str(HERE / "measure.py"), module, str(asked.rows), str(IN_A_TURN)])
        for module in MODULES
    ]
    if asked.native:
        commands.append(("Rust", [str(asked.native), str(asked.folder), str(HERE / "pack"), str(IN_A_TURN)]))
    for at in range(asked.rounds):
        print(f"round {at + 1} of {asked.rounds}", file=sys.stderr, flush=True)
        for language, command in commands:
            for told in lines(command):
                same = found.setdefault((language, told["name"], told["way"]), {**told, "language": language})
                if at > 0:
                    same["picoseconds"] += told["picoseconds"]
                    same["clock"] += told["clock"]
    return list(found.values())


def start(runs: int) -> list[int]:
    """Microseconds of processor time for `import credstack` and loading all packs, each in a process of its own."""
    command = [sys.executable, "-c", START]
    return [int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) for _ in range(runs)]


def main() -> None:
    """Measures, prints, and writes where it is asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--native", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    write_inputs(asked.folder, asked.rows)
    found = turns(asked)
    whole = {
        "day": date.today().isoformat(),
        "machine": tell.machine(),
        "load": os.getloadavg()[0],
        "rows": asked.rows,
        "rounds": asked.rounds,
        "start": statistics.median(start(7)),
        "wheel": asked.wheel.stat().st_size if asked.wheel else None,
        "engines": found,
    }
    (asked.folder / "results.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    text = tell.text(whole)
    print(text)
    if asked.write:
        tell.write(ROOT / "docs" / "benchmarks.md", text)
        tell.plot(ROOT / "docs" / "pictures" / "recognition-peers.svg", whole)


if __name__ == "__main__":
    main()
