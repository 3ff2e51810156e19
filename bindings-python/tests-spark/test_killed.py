"""A worker that is killed in the middle takes nothing with it: Spark tries its task again, and the rows are the same."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

import credstack
import credstack.spark

ROWS = 960
TASKS = 12

#: In seconds. Longer than it takes to hear of a task that failed, and no multiple of how long a task takes, 1.6 seconds.
PAUSE = 1.1


def cohort(spark: SparkSession, *, milliseconds: int) -> DataFrame:
    """Some rows are broken. Each takes a while to come, so that there is a middle."""
    return spark.range(0, ROWS, 1, TASKS).selectExpr(
        "id as student",
        "concat('urn:course:', cast(id % 5 as string)) as `credential.id`",
        "concat('Course ', cast(id as string)) as title",
        "case when id % 10 = 3 then 'six' else cast(id % 7 + 1 as string) end as ects",
        "case when id % 2 = 0 then 'ES' else 'NL' end as `issuer.country`",
        f"reflect('java.lang.Thread', 'sleep', {milliseconds}L) as slept",
    )


def descendants(of: int) -> list[int]:
    """The processes that this one started, and those that they did."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                # Behind the name, which is in brackets and may hold anything: the state, and whose child it is.
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(path.name))
    found, left = [], [of]
    while left:
        children = parents.get(left.pop(), [])
        found += children
        left += children
    return found


def holds(process: int, file: str, text: str) -> bool:
    try:
        return text in Path(f"/proc/{process}/{file}").read_text(errors="replace")
    except OSError:
        return False


def python_workers() -> list[int]:
    """Those that have the engine in memory, besides this process. Which of them are at work and which wait is not seen."""
    return [process for process in descendants(os.getpid()) if holds(process, "maps", "_credstack")]


def an_executor() -> list[int]:
    """The Java of one worker, with which its Python goes."""
    found = descendants(os.getpid())
    return [process for process in found if holds(process, "cmdline", "CoarseGrainedExecutorBackend")][:1]


def in_the_middle(spark: SparkSession, run: Callable[[], object], victims: Callable[[], list[int]]) -> int:
    """Runs it, kills the victims when some tasks are done and others are not, and says how many tasks failed.

    A worker that is killed between two tasks is replaced, and no task fails: then it is tried again a little later.
    """
    raised: list[BaseException] = []

    def job() -> None:
        try:
            run()
        except BaseException as error:
            raised.append(error)

    tracker = spark.sparkContext.statusTracker()
    thread = threading.Thread(target=job)
    thread.start()
    last = 0.0
    stages: set[int] = set()
    while thread.is_alive():
        stages.update(tracker.getActiveStageIds())
        infos = [info for info in map(tracker.getStageInfo, stages) if info and info.numTasks == TASKS]
        failed = sum(info.numFailedTasks for info in infos)
        is_middle = any(2 <= info.numCompletedTasks < TASKS - 1 and info.numActiveTasks for info in infos)
        if is_middle and not failed and time.monotonic() > last + PAUSE:
            for process in victims():
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            last = time.monotonic()
        time.sleep(0.05)
    thread.join()
    assert last, "it was over before anything could be killed"
    assert raised == []
    return sum(info.numFailedTasks for info in map(tracker.getStageInfo, stages) if info)


def rows(frame: DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.toArrow().to_pylist()
    return sorted(found, key=lambda row: int(row["student"]))


@pytest.fixture(name="undisturbed", scope="module")
def decided(spark: SparkSession, claim: credstack.Claim) -> list[dict[str, Any]]:
    found = rows(credstack.spark.recognise_many("rules", cohort(spark, milliseconds=0), claim, keys=["student"], budget=1))
    assert [row["student"] for row in found] == list(range(ROWS))
    assert [row["student"] for row in found if row["problems"]] == list(range(3, ROWS, 10))
    return found


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="which process has the engine is looked up in /proc")
@pytest.mark.parametrize("victims", [python_workers, an_executor])
def test_nothing_is_lost_or_doubled_when_a_worker_is_killed(
    spark: SparkSession,
    claim: credstack.Claim,
    tmp_path: Path,
    undisturbed: list[dict[str, Any]],
    victims: Callable[[], list[int]],
) -> None:
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 8)
    frame = credstack.spark.recognise_many("rules", cohort(spark, milliseconds=20), claim, keys=["student"], budget=1)
    written = str(tmp_path / "found.parquet")
    try:
        failed = in_the_middle(spark, lambda: frame.write.parquet(written), victims)
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert failed >= 1
    assert rows(spark.read.parquet(written)) == undisturbed
