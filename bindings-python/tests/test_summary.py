"""What a cohort comes to, counted: the counts are those of its rows, of whatever package the table is."""

import builtins
import sys
from collections import Counter
from typing import Any, Literal

import pandas
import polars
import pyarrow
import pytest

import credstack

ROWS: dict[str, list[Any]] = {
    "title": ["Water", "Maps", "Soil", "Glass", "Wood", None, "<b>Ash</b>"],
    "ects": ["6", "six", "3", "60", "5", None, "six"],
    "issuer.country": ["ES", "ES", "NL", None, "<i>", None, None],
    "kind": ["own_study", "own_study", "official_study", "own_study", "own_study", None, None],
    "completed": ["yes", "no", "yes", "yes", "no", None, "yes"],
}

KINDS = [
    pytest.param(pyarrow.table, id="pyarrow"),
    pytest.param(polars.DataFrame, id="polars"),
    pytest.param(pandas.DataFrame, id="pandas"),
]


class Stream:
    """A table of none of the packages that are known by name, as DuckDB's are."""

    def __init__(self, table: pyarrow.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


@pytest.fixture(scope="module")
def found(rules: credstack.Rules, claim: credstack.Claim) -> pyarrow.Table:
    return credstack.recognise_many(rules, pyarrow.table(ROWS), claim)


@pytest.fixture(scope="module")
def counts(found: pyarrow.Table) -> credstack.Summary:
    return credstack.summary(found, pyarrow.table(ROWS))


def test_counts_are_those_of_the_rows(found: pyarrow.Table, counts: credstack.Summary) -> None:
    rows = found.to_pylist()
    decided = [row for row in rows if row["best"]]
    assert (counts.credentials, counts.unread) == (len(decided), 1) == (6, 1)
    assert dict(counts.by_status) == Counter(row["status"] for row in decided)
    assert {line[:2]: line[2] for line in counts.by_outcome} == Counter((row["worst"], row["best"]) for row in decided)
    held = Counter((rule, row["worst"], row["best"]) for row in decided for rule in row["rules"])
    assert {line[:3]: line[3] for line in counts.by_rule} == held
    assert dict(counts.missing) == Counter(name for row in decided for name in set(row["asks"]))
    assert dict(counts.problems) == Counter(text for row in rows for text in row["problems"])
    assert counts.problems[0] == ("ects: `six` is no number", 2)
    # More than one outcome, or the test would show little.
    assert [line[:2] for line in counts.by_outcome] == [("refused", "refused"), ("refused", "recognised")]


def test_countries_are_those_of_the_cohort(found: pyarrow.Table, counts: credstack.Summary) -> None:
    assert counts.by_country is not None
    totals: Counter[str | None] = Counter()
    for country, _, _, count in counts.by_country:
        totals[country] += count
    # The row without a credential counts nowhere.
    assert totals == {"ES": 2, "NL": 1, "<i>": 1, None: 2}
    assert counts.by_country[-1][0] is None
    assert credstack.summary(found).by_country is None
    kept = found.append_column("where", pyarrow.array(ROWS["issuer.country"]))
    assert credstack.summary(kept, country="where").by_country == counts.by_country


def test_no_count_is_a_float(counts: credstack.Summary) -> None:
    def numbers(value: Any) -> Any:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, (list, tuple)):
            return [number for item in value for number in numbers(item)]
        return [] if value is None or isinstance(value, str) else [value]

    found = numbers(counts.to_dict())
    assert len(found) > 20
    assert {type(number) for number in found} == {int}


@pytest.mark.parametrize("make", KINDS)
def test_the_package_of_a_table_makes_no_difference(
    rules: credstack.Rules, claim: credstack.Claim, counts: credstack.Summary, make: Any
) -> None:
    table = make(ROWS)
    assert credstack.summary(credstack.recognise_many(rules, table, claim), table) == counts


def test_a_stream_of_arrow_is_counted_too(
    rules: credstack.Rules, claim: credstack.Claim, counts: credstack.Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = credstack.recognise_many(rules, Stream(pyarrow.table(ROWS)), claim)
    assert type(outcomes).__name__ == "Outcomes"
    assert credstack.summary(outcomes, Stream(pyarrow.table(ROWS))) == counts
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert credstack.summary(outcomes, Stream(pyarrow.table(ROWS))) == counts
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match="pip install pyarrow"):
        credstack.summary(outcomes)


def test_a_part_of_the_outcomes_is_counted_by_its_own_rows(found: pyarrow.Table, counts: credstack.Summary) -> None:
    some = credstack.summary(polars.DataFrame(found).filter(polars.col("row") > 1), polars.DataFrame(ROWS))
    assert some.credentials == counts.credentials - 2
    assert some.by_country is not None
    assert {line[0] for line in some.by_country} == {"NL", "<i>", None}
    nothing = credstack.summary(found.slice(0, 0))
    assert (nothing.credentials, nothing.by_outcome, str(nothing)) == (0, (), "0 credentials")


def test_lists_of_credentials_count_each(rules: credstack.Rules, claim: credstack.Claim) -> None:
    table = pyarrow.table({"issuer.country": ["ES", "NL"], "credentials": [[{"title": "A"}, {"title": "B"}], []]})
    counted = credstack.summary(credstack.recognise_many(rules, table, claim), table)
    assert (counted.credentials, counted.unread) == (2, 1)
    assert counted.by_country is not None
    assert [(line[0], line[3]) for line in counted.by_country] == [("ES", 2)]


def test_what_cannot_be_counted_is_told(found: pyarrow.Table) -> None:
    with pytest.raises(KeyError, match="no column `worst`; it has `row`"):
        credstack.summary(found.drop(["worst"]))
    with pytest.raises(KeyError, match="no column `land`"):
        credstack.summary(found, pyarrow.table(ROWS), country="land")
    with pytest.raises(KeyError, match="no column `row`"):
        credstack.summary(found.drop(["row"]), pyarrow.table(ROWS))
    with pytest.raises(ValueError, match="row 3, and the cohort has 3 rows"):
        credstack.summary(found, pyarrow.table(ROWS).slice(0, 3))
    with pytest.raises(TypeError, match="not list"):
        credstack.summary([])


def test_people_read_a_table(counts: credstack.Summary) -> None:
    text = str(counts)
    assert text.splitlines()[0] == "6 credentials: 2 determined, 4 incomplete; 1 row without a credential"
    for head in ("Outcome", "Rules that hold", "Country of issuing", "To ask for", "Could not be read"):
        assert f"\n\n{head}\n" in text
    assert "\n  2  not said (" in text
    assert f"and {len(counts.missing) - 10} more" in text
    html = counts._repr_html_()
    assert html.startswith("<table")
    assert "<i>" not in html
    assert "&lt;i&gt;" in html


def test_bars_are_as_long_as_the_counts(counts: credstack.Summary) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot

    drawn: tuple[Literal["outcome", "rule", "country"], ...] = ("outcome", "rule", "country")
    for what, table in zip(drawn, (counts.by_outcome, counts.by_rule, counts.by_country), strict=True):
        axes = counts.plot(what)
        assert table is not None
        assert sum(bar.get_width() for bar in axes.patches) == sum(line[-1] for line in table), what
    axes = counts.plot("missing", most=3)
    assert [bar.get_width() for bar in axes.patches] == [count for _, count in counts.missing[:3]]
    assert [label.get_text() for label in axes.get_yticklabels()] == [name for name, _ in counts.missing[:3]]
    assert counts.plot("rule", ax=axes) is axes
    pyplot.close("all")


def test_a_plot_that_cannot_be_drawn_says_why(
    found: pyarrow.Table, counts: credstack.Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="give `summary` the cohort"):
        credstack.summary(found).plot("country")
    with pytest.raises(ValueError, match="not `colour`"):
        counts.plot("colour")  # type: ignore[arg-type]  # as a caller without types would
    load = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        counts.plot()
