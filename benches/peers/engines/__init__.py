"""One file for each engine: how it is given the records, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checks import Decision, Record


@dataclass(frozen=True)
class Prepared:
    """Records as the engine takes them best, made before the time is taken."""

    # What is measured.
    decide: Callable[[], Any]
    # The decisions in what `decide` gave back, which is compared with the reference.
    read: Callable[[Any], list[Decision]]


@dataclass(frozen=True)
class Engine:
    """An engine in one of the ways in which it is used."""

    name: str
    # What goes in and what comes out, in words.
    way: str
    # What it is compared with: `columns`, `reasons`, `one`, `lines` or `explained`.
    group: str
    # The package whose version is printed, where there is one.
    package: str | None
    prepare: Callable[[list[Record]], Prepared]
    # The most records that it is given, so that the slow ones end.
    most: int = 1_000_000
    threads: int = 1
