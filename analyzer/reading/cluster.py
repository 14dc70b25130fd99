"""A Dask cluster as an executor: the same work on the same files, on other machines or as if it were."""

from __future__ import annotations

import contextlib
import logging
import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from multiprocessing import resource_tracker
from typing import Any

from analyzer.errors import AnalyzerError

LOCAL = "local"
_WAIT_S = 15


@contextlib.contextmanager
def cluster(address: str, jobs: int = 0) -> Iterator[Executor]:
    """What runs work on the cluster at that address; `local` is one of this machine's, with so many processes.

    Work whose process is lost is done again by another. Raises AnalyzerError where Dask is not installed, nothing
    answers, or processes are lost over the same file again and again.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise AnalyzerError("no_dask") from error
    open_client: Any = Client  # which has no types
    here = {"n_workers": jobs or None, "threads_per_worker": 1, "dashboard_address": None}
    quiet = {"silence_logs": logging.CRITICAL}
    try:
        with _unheard(signal.SIGINT):
            client = open_client(**here, **quiet) if address == LOCAL else open_client(address, timeout=_WAIT_S)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise AnalyzerError("no_cluster", address=address) from error
    with client:
        try:
            yield client.get_executor()
        except KilledWorker as error:
            raise AnalyzerError("cluster_ended") from error


@contextlib.contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Threads and processes that begin in the block never get the signal; this thread does, behind it.

    So Ctrl-C ends a local cluster by its client, in order and in silence.
    """
    resource_tracker.ensure_running()  # which would have the signal heard again when it begins later
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
