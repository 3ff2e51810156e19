"""What a cohort comes to, counted: how many credentials have which outcome, by which rule, and what has to be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from html import escape
from typing import Any, Literal

from credstack._cohort import columns

#: The ladder of outcomes, from the bottom.
_RUNGS = ("refused", "conditionally", "partially", "recognised_as", "recognised")

#: How many lines of a table are shown where people read it; the table itself has all.
_SHOWN = 10

_Outcome = tuple[str, str]
_Lines = list[tuple[str, int, str]]


@dataclass(frozen=True, repr=False)
class Summary:
    """What a cohort comes to, counted. `summary` makes it.

    All counts are whole numbers of credentials, ``problems`` of rows of the result. Tables are tuples of tuples, the count
    last; ``pandas.DataFrame(counts.by_rule, columns=["rule", "worst", "best", "credentials"])`` is one as a frame. Of
    credentials whose outcome depends on answers, ``worst`` and ``best`` are the ends of the ladder between which it lies.
    """

    # As pickles and messages name it.
    __module__ = "credstack"

    credentials: int
    """For how many there is a proposal."""
    unread: int
    """How many rows have no credential that could be read."""
    by_status: tuple[tuple[str, int], ...]
    """``determined`` or ``incomplete``, and how many credentials."""
    by_outcome: tuple[tuple[str, str, int], ...]
    """Worst, best, and how many credentials; from the bottom of the ladder."""
    by_rule: tuple[tuple[str, str, str, int], ...]
    """Rule, worst, best, and for how many credentials with that outcome the rule holds."""
    by_country: tuple[tuple[str | None, str, str, int], ...] | None
    """Country of issuing (None where it is not said), worst, best, and how many credentials; None without the cohort."""
    missing: tuple[tuple[str, int], ...]
    """What is asked for, and for how many credentials; what is missing most often comes first."""
    problems: tuple[tuple[str, int], ...]
    """What could not be read, and in how many rows of the result; the most frequent comes first."""

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain values: numbers, and for each table a list of dictionaries."""
        heads = {
            "by_status": ("status", "credentials"),
            "by_outcome": ("worst", "best", "credentials"),
            "by_rule": ("rule", "worst", "best", "credentials"),
            "by_country": ("country", "worst", "best", "credentials"),
            "missing": ("name", "credentials"),
            "problems": ("problem", "rows"),
        }
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, head in heads.items():
            if values[name] is not None:
                values[name] = [dict(zip(head, line, strict=True)) for line in values[name]]
        return values

    def plot(
        self, what: Literal["outcome", "rule", "country", "missing"] = "outcome", *, ax: Any = None, most: int = 20
    ) -> Any:
        """Draws how many credentials have which outcome, in all, by rule or by country, or what is missing, as bars.

        Draws on ``ax``, or on a new figure, at most the ``most`` longest bars, and gives back the ``Axes`` of matplotlib.
        Raises `ImportError` without matplotlib, and `ValueError` where countries were not counted.
        """
        bars = sorted(self._bars(what), key=lambda bar: -sum(count for _, count in bar[1]))[:most]
        try:
            from matplotlib import colormaps, pyplot, ticker
        except ImportError as error:
            raise ImportError("to plot, matplotlib has to be installed: pip install matplotlib") from error
        if ax is None:
            _, ax = pyplot.subplots(figsize=(8, 1.5 + 0.35 * len(bars)), layout="constrained")
        # Every picture of a summary has the same colours.
        outcomes = [(worst, best) for worst, best, _ in self.by_outcome]
        colours = colormaps["viridis"].resampled(max(2, len(outcomes)))
        ends = [0] * len(bars)
        for number, outcome in enumerate([None] if what == "missing" else outcomes):
            widths = [sum(count for of, count in parts if of == outcome) for _, parts in bars]
            label = _words(outcome) if outcome else None
            ax.barh(range(len(bars)), widths, left=ends, color=colours(number), label=label)
            ends = [end + width for end, width in zip(ends, widths, strict=True)]
        ax.set_yticks(range(len(bars)), [name for name, _ in bars])
        ax.invert_yaxis()
        ax.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
        ax.set_xlabel("credentials")
        if what in ("rule", "country") and outcomes:
            # The longest bars are at the top.
            ax.legend(loc="lower right")
        return ax

    def _bars(self, what: str) -> list[tuple[str, list[tuple[_Outcome | None, int]]]]:
        if what == "outcome":
            return [(_words((worst, best)), [((worst, best), count)]) for worst, best, count in self.by_outcome]
        if what == "missing":
            return [(name, [(None, count)]) for name, count in self.missing]
        if what not in ("rule", "country"):
            raise ValueError(f"what is plotted is `outcome`, `rule`, `country` or `missing`, not `{what}`")
        table = self.by_rule if what == "rule" else self.by_country
        if table is None:
            raise ValueError("countries were not counted; give `summary` the cohort, too")
        found: dict[str, list[tuple[_Outcome | None, int]]] = {}
        for name, worst, best, count in table:
            found.setdefault(name or "not said", []).append(((worst, best), count))
        return list(found.items())

    def _sections(self) -> list[tuple[str, _Lines]]:
        """The tables as people read them: a heading, and lines of a name, a count and what it is made of."""
        sections = [("Outcome", _lines(self._bars("outcome"))), ("Rules that hold", _lines(self._bars("rule")))]
        if self.by_country is not None:
            sections.append(("Country of issuing", _lines(self._bars("country"))))
        sections.append(("To ask for", _lines(self._bars("missing"))))
        sections.append(("Could not be read", [(text, count, "") for text, count in self.problems]))
        return [(head, lines) for head, lines in sections if lines]

    def _heading(self) -> str:
        statuses = ", ".join(f"{count} {status}" for status, count in self.by_status)
        told = _count(self.credentials, "credential") + (f": {statuses}" if statuses else "")
        return told if self.unread == 0 else f"{told}; {_count(self.unread, 'row')} without a credential"

    def __str__(self) -> str:
        text = [self._heading()]
        for head, lines in self._sections():
            width = max(len(str(count)) for _, count, _ in lines)
            text += ["", head]
            text += [f"  {count:>{width}}  {name}{of and f' ({of})'}" for name, count, of in lines[:_SHOWN]]
            if len(lines) > _SHOWN:
                text.append(f"  {'':{width}}  and {len(lines) - _SHOWN} more")
        return "\n".join(text)

    def __repr__(self) -> str:
        return f"<Summary {self._heading()}>"

    def _repr_html_(self) -> str:
        html = ['<table class="credstack-summary">', f"<caption>{escape(self._heading())}</caption>"]
        left = ' style="text-align:left"'
        for head, lines in self._sections():
            html.append(f'<tbody><tr><th scope="rowgroup" colspan="3"{left}>{escape(head)}</th></tr>')
            for name, count, of in lines[:_SHOWN]:
                html.append(f"<tr><td{left}>{escape(name)}</td><td>{count}</td><td{left}>{escape(of)}</td></tr>")
            if len(lines) > _SHOWN:
                html.append(f'<tr><td colspan="3"{left}>and {len(lines) - _SHOWN} more</td></tr>')
            html.append("</tbody>")
        return "\n".join([*html, "</table>"])


def summary(outcomes: object, cohort: object = None, *, country: str = "issuer.country") -> Summary:
    """Counts what `recognise_many` gave back: outcomes, the rules that hold, what has to be asked for, what was not read.

    ``outcomes`` may be of any kind that `recognise_many` gives back, a part of it (some rows of a frame), or a frame of
    PySpark from `credstack.spark.recognise_many`, of which what is counted comes to the driver. With the ``cohort`` that
    went in, outcomes are counted by the country of issuing as well, which its column ``country`` has; a column of that name
    in ``outcomes`` (a key that Spark kept) will do.

    Raises `KeyError` where a column is missing, `ValueError` where ``outcomes`` has rows that the cohort has not, `TypeError`
    where something is no table, and `ImportError` where a stream of Arrow comes and neither pyarrow nor polars is installed.

    >>> import pyarrow
    >>> rules = credstack.Rules.load("rules")
    >>> claim = credstack.Claim.load("examples/claim.json")
    >>> rows = {"title": ["Water", "Maps", None], "ects": ["6", "six", "3"], "issuer.country": ["ES", "ES", "NL"]}
    >>> cohort = pyarrow.table(rows)
    >>> counts = credstack.summary(credstack.recognise_many(rules, cohort, claim), cohort)
    >>> counts.by_outcome, counts.problems
    ((('refused', 'recognised', 3),), (('ects: `six` is no number', 1),))
    >>> counts.by_country
    (('ES', 'refused', 'recognised', 2), ('NL', 'refused', 'recognised', 1))
    """
    found = columns(outcomes, ["status", "worst", "best", "rules", "asks", "problems"], optional=["row", country])
    ends: list[_Outcome | None] = [
        None if best is None else (worst, best) for worst, best in zip(found["worst"], found["best"], strict=True)
    ]
    countries = found.get(country)
    if cohort is not None:
        if "row" not in found:
            raise KeyError("the outcomes have no column `row`, so nobody knows which rows of the cohort they are of")
        countries = _at(columns(cohort, [country])[country], found["row"])
    by_country = None
    if countries is not None:
        where = Counter((place, *end) for place, end in zip(countries, ends, strict=True) if end)
        by_country = tuple((*key, where[key]) for key in sorted(where, key=_place))
    decided = [end for end in ends if end]
    outcome = Counter(decided)
    # Several answers may be asked for by the same name; it is one credential that lacks them.
    missing = Counter(name for asks in found["asks"] for name in dict.fromkeys(asks or ()))
    held = Counter(
        (rule, *end) for rules, end in zip(found["rules"], ends, strict=True) if end for rule in dict.fromkeys(rules or ())
    )
    return Summary(
        credentials=len(decided),
        unread=len(ends) - len(decided),
        by_status=tuple(sorted(Counter(status for status in found["status"] if status is not None).items())),
        by_outcome=tuple((*end, outcome[end]) for end in sorted(outcome, key=_rank)),
        by_rule=tuple((*key, held[key]) for key in sorted(held, key=lambda key: (key[0], _rank(key[1:])))),
        by_country=by_country,
        missing=_frequent(missing),
        problems=_frequent(Counter(text for texts in found["problems"] for text in dict.fromkeys(texts or ()))),
    )


def _at(values: Sequence[Any], rows: Iterable[Any]) -> list[str | None]:
    found: list[str | None] = []
    for row in rows:
        if not 0 <= row < len(values):
            raise ValueError(f"the outcomes are of row {row}, and the cohort has {len(values)} rows: it is another cohort")
        value = values[int(row)]
        found.append(None if value is None else str(value))
    return found


def _frequent(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _rank(end: _Outcome) -> tuple[int, int]:
    worst, best = end
    return (_RUNGS.index(worst), _RUNGS.index(best))


def _place(key: tuple[str | None, str, str]) -> tuple[bool, str, tuple[int, int]]:
    """By name, and what is not said last."""
    name, worst, best = key
    return (name is None, name or "", _rank((worst, best)))


def _words(end: _Outcome) -> str:
    worst, best = end
    return best if worst == best else f"{worst} to {best}"


def _count(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"


def _lines(bars: Sequence[tuple[str, Sequence[tuple[_Outcome | None, int]]]]) -> _Lines:
    """The longest bars first, each with the outcomes that it is made of where its name does not say them."""
    lines = []
    for name, parts in bars:
        ends = [(_words(end), count) for end, count in parts if end and _words(end) != name]
        made_of = ends[0][0] if len(ends) == 1 else ", ".join(f"{count} {end}" for end, count in ends)
        lines.append((name, sum(count for _, count in parts), made_of))
    return sorted(lines, key=lambda line: -line[1])
