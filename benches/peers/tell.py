"""Results as a table, as goals met or not, and as a plot."""

from __future__ import annotations

import platform
import statistics
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

Told = dict[str, Any]

BEGIN = "<!-- written by benches/peers/run: begin -->"
END = "<!-- written by benches/peers/run: end -->"


def machine() -> str:
    """Processor, cores and what the programs were made with."""
    processor = platform.processor() or "unknown"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    cores = sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines())
    rust = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False).stdout.split()[1:2]
    versions = [f"Python {platform.python_version()}", *(f"Rust {one}" for one in rust)]
    return f"{cores} cores of {processor}, {platform.system()} {platform.release()}, {', '.join(versions)}"


def median(told: Told, by: str = "picoseconds") -> float:
    """Microseconds of processor time a decision, or of the clock."""
    return float(statistics.median(told[by])) / 1e6


def figure(number: float) -> str:
    """A number with three digits that say something."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def find(whole: Told, language: str, group: str, name: str, way: str = "", by: str = "picoseconds") -> float | None:
    """The median of an engine in one of its ways on one thread, where it was measured."""
    for told in whole["engines"]:
        same = (told["language"], told["group"], told["threads"]) == (language, group, 1)
        if same and told["name"].startswith(name) and way in told["way"]:
            return median(told, by)
    return None


def beside(one: float, base: float | None) -> str:
    """How much quicker or slower it is."""
    if base is None or one == base:
        return ""
    return f"{figure(base / one)} times quicker" if one < base else f"{figure(one / base)} times slower"


def rows_of(whole: Told) -> list[str]:
    """The table."""
    bases = {
        "Python": find(whole, "Python", "columns", "credstack"),
        "Rust": find(whole, "Rust", "reasons", "credstack"),
    }
    out = [
        "| From | Engine | In → out | Median µs | Least to most | Beside credstack |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for told in sorted(whole["engines"], key=lambda told: (told["language"], told["group"] != "columns", median(told))):
        name = f"{told['name']} {told['version']}" if told["version"] else told["name"]
        least, most = (figure(end(told["picoseconds"]) / 1e6) for end in (min, max))
        ratio = beside(median(told), bases[told["language"]])
        cells = [told["language"], name, told["way"], figure(median(told)), f"{least} to {most}", ratio]
        out.append(f"| {' | '.join(cells)} |")
    return out


class Goal(NamedTuple):
    """A goal, and what was measured."""

    what: str
    measured: float | None
    bound: float
    unit: str = "times"
    less_is_better: bool = True

    def line(self) -> str:
        """As a line of the table."""
        measured = self.measured or 0.0
        met = measured <= self.bound if self.less_is_better else measured >= self.bound
        far = measured / self.bound if self.less_is_better else self.bound / measured
        bound = f"{'at most' if self.less_is_better else 'at least'} {self.bound:,} {self.unit}".strip()
        shown = f"{measured:,.0f}" if measured >= 1_000 else figure(measured)
        missed = "just missed" if far < 1.05 else f"missed by {figure(far)} times"
        verdict = "met" if met else missed
        return f"| {self.what} | {f'{shown} {self.unit}'.strip()} | {bound} | {verdict} |"


def over(one: float | None, other: float | None) -> float | None:
    """A ratio, where both were measured."""
    return one / other if one and other else None


def _slower(whole: Told) -> list[Goal]:
    """Beside what is written by hand."""

    def py(group: str, name: str, way: str = "") -> float | None:
        return find(whole, "Python", group, name, way=way)

    def rust(group: str, name: str) -> float | None:
        return find(whole, "Rust", group, name)

    ours = py("columns", "credstack")
    table, lines = py("reasons", "Rust", "Arrow"), rust("lines", "Rust")
    return [
        Goal("Arrow columns, beside Rust by hand through PyO3", over(ours, py("columns", "Rust")), 2),
        Goal("Arrow columns, beside numpy by hand", over(ours, py("columns", "numpy", "Arrow")), 1),
        Goal("with reasons, into Python, beside Rust by hand", over(ours, table), 3),
        Goal("with reasons, natively, beside it", over(rust("reasons", "credstack"), rust("reasons", "Rust")), 3),
        Goal("JSON lines, natively, beside it", over(rust("lines", "credstack"), lines), 1.5),
        Goal("one dict, beside a function by hand", over(py("one", "credstack"), py("one", "Rust")), 2),
    ]


def _quicker(whole: Told) -> list[Goal]:
    """Beside other engines."""
    ours, native = find(whole, "Python", "columns", "credstack"), find(whole, "Rust", "reasons", "credstack")
    goals = []
    for language, name, base, least in (
        ("Rust", "Rego", native, 100),
        ("Rust", "CEL", native, 100),
        ("Rust", "Cedar", native, 100),
        ("Python", "GoRules", ours, 300),
        ("Python", "Cedar", ours, 1_000),
    ):
        ratio = over(find(whole, language, "one", name), base)
        goals.append(Goal(f"time of {name} beside ours, {language}", ratio, least, less_is_better=False))
    return goals


def goals_of(whole: Told) -> list[str]:
    """Which goals are met."""
    native = find(whole, "Rust", "explained", "credstack")
    goals = _slower(whole) + _quicker(whole)
    goals += [
        Goal("whole proposals a second, on two cores", 2e6 / native if native else None, 200_000, "", False),
        Goal("`import credstack` and all packs", whole["start"] / 1e3, 150, "ms"),
        Goal("the wheel", whole["wheel"] / 1e6 if whole["wheel"] else None, 15, "MB"),
    ]
    for told in whole["engines"]:
        if told["name"] == "credstack" and told["threads"] == 2:
            alone = find(whole, told["language"], told["group"], "credstack")
            what = f"processor time on two threads beside one, {told['language']}"
            goals.append(Goal(what, over(median(told), alone), 1.1))
            alone = find(whole, told["language"], told["group"], "credstack", by="clock")
            what = f"quicker by the clock on two threads, {told['language']}, at that load"
            goals.append(Goal(what, over(alone, median(told, "clock")), 1.8, less_is_better=False))
    lines = [goal.line() for goal in goals if goal.measured is not None]
    return ["| | Measured | Goal | |", "| --- | --- | --- | --- |", *lines]


def text(whole: Told) -> str:
    """Everything as Markdown."""
    intro = (
        f"{whole['rows']:,} records (slow engines had the first of them), {whole['rounds']} rounds, {whole['day']}; "
        f"{whole['machine']}. Load of the machine meanwhile: {whole['load']:.1f}."
    )
    return "\n".join([intro, "", *rows_of(whole), "", *goals_of(whole)])


def write(page: Path, told: str) -> None:
    """Puts the figures between their marks."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")


def plot(path: Path, whole: Told) -> None:
    """A bar for each engine; the same file for the same figures."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "credstack", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    all_told = sorted(whole["engines"], key=median, reverse=True)
    colours = {"credstack": "#c2410c", "Rust by hand": "#0f766e"}
    names = [f"{told['name']}, {told['language']}: {told['way']}" for told in all_told]
    bars = [next((c for n, c in colours.items() if told["name"].startswith(n)), "#94a3b8") for told in all_told]
    figure_, axes = pyplot.subplots(figsize=(10, 0.26 * len(names) + 0.9))
    axes.barh(range(len(names)), [median(told) for told in all_told], color=bars)
    axes.set_yticks(range(len(names)), names)
    axes.set_xscale("log")
    axes.set_xlabel("µs of processor time a decision")
    for at, told in enumerate(all_told):
        axes.text(median(told) * 1.1, at, figure(median(told)), va="center")
    axes.margins(x=0.15, y=0.01)
    axes.spines[["top", "right"]].set_visible(False)
    figure_.savefig(path, bbox_inches="tight", metadata={"Date": None, "Creator": None})
