"""Tables of the kind that a cohort was handed in as. None of these packages is needed until a table of it comes."""

from importlib import import_module
from typing import Any


def like(cohort: object, outcomes: object) -> Any:
    """The outcomes as a table of the package that the cohort is of; of another one, as they are."""
    package = type(cohort).__module__.partition(".")[0]
    if package == "polars":
        return import_module("polars").DataFrame(outcomes)
    if package == "pyarrow":
        return import_module("pyarrow").table(outcomes)
    if package == "pandas":
        frame = import_module("pandas").DataFrame
        if hasattr(frame, "from_arrow"):
            return frame.from_arrow(outcomes)
        return import_module("pyarrow").table(outcomes).to_pandas()
    return outcomes
