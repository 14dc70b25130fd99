"""What runs the reading, as the options say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.reading.workers import Run
    from analyzer.talk import Talk


@contextlib.contextmanager
def running(jobs: int, dask: str | None, talk: Talk) -> Iterator[Run]:
    """So many processes, or a Dask cluster."""
    from analyzer.reading.workers import Run

    if not dask:
        yield Run(jobs, talk=talk)
        return
    from analyzer.reading.cluster import cluster

    with cluster(dask, jobs) as executor:
        yield Run(executor=executor, talk=talk)
