"""What this package raises.

A file that cannot be read raises Python's own ``OSError``, and a value of a wrong type ``TypeError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credstack._credstack import Diagnostic, Problem


class CredstackError(Exception):
    """What every exception of this package is. What does not apply is None.

    >>> try:
    ...     credstack.read(b'{"credstack": "credential/v1",}')
    ... except credstack.CredstackError as error:
    ...     print(error.slug, error.file, error.line, error.column)
    broken-json document 1 31
    """

    message: str
    """What is wrong, without its place."""
    slug: str | None
    """The name of the kind of problem; it stays the same where the wording changes."""
    file: str | None
    """The file, as it was named when it was read."""
    line: int | None
    """The line, from 1."""
    column: int | None
    """The column in characters, from 1."""
    place: str | None
    """JSON Pointer to the place in a document or a claim."""
    help: str | None
    """How to mend it."""

    def __init__(
        self,
        text: str = "",
        *,
        message: str | None = None,
        slug: str | None = None,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        place: str | None = None,
        help: str | None = None,
    ) -> None:
        super().__init__(text)
        self.message = text if message is None else message
        self.slug = slug
        self.file = file
        self.line = line
        self.column = column
        self.place = place
        self.help = help


class RulesError(CredstackError):
    """Rules cannot be used. The text shows every problem with its place underlined; the attributes are the first's."""

    diagnostics: tuple[Diagnostic, ...]
    """Every problem, in the order of the files."""

    def __init__(
        self,
        text: str = "",
        *,
        slug: str | None = None,
        file: str | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        super().__init__(text, slug=slug, file=file)
        self.diagnostics = diagnostics
        if diagnostics:
            first = diagnostics[0]
            self.message, self.slug, self.help = first.message, first.slug, first.help
            self.file, self.line, self.column = first.file, first.line, first.column


class _Problems(CredstackError):
    problems: tuple[Problem, ...]
    """Every mistake, where the document has the project's own format."""

    def __init__(
        self,
        text: str = "",
        *,
        message: str | None = None,
        slug: str | None = None,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        place: str | None = None,
        help: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(text, message=message, slug=slug, file=file, line=line, column=column, place=place, help=help)
        self.problems = problems
        if problems:
            first = problems[0]
            self.message, self.place, self.help = first.message, first.path, first.help


class DocumentError(_Problems):
    """Nothing of a document could be read."""


class ClaimError(_Problems):
    """A claim could not be read."""


class UnknownNameError(CredstackError, LookupError):
    """A policy, an award, a component or a question is named that no rule declares."""


class WalletError(CredstackError):
    """A wallet cannot be stacked: it holds nothing or the credentials of two learners, or the claim puts forward what is
    not there."""
