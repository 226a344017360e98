"""A Dask cluster as the pool of a sweep: workers on other machines, reached over the network.

The scheduler's address stands in ``TITIP_DASK_SCHEDULER``. Its workers must have the same versions of Titip
and Python, and are trusted as this process is: Dask sends code both ways, so its ports belong in a closed
network.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from capacity.errors import BadInput, Problem, TitipError
from placement.sweep import Pool, ProcessPool

SCHEDULER = "TITIP_DASK_SCHEDULER"
SECONDS = 10  # to reach the scheduler


class ClusterUnreachable(TitipError):
    """There is no scheduler at the address, or it has no workers."""

    code = "cluster-unreachable"


def pool_for(workers: int | None, environ: Mapping[str, str] = os.environ) -> Pool | None:
    """The cluster where the environment names one, else processes; None (here) for one worker.

    Raises
    ------
    BadInput
        If a cluster is named, and Dask is not installed.
    ClusterUnreachable
        If it does not answer.
    """
    address = environ.get(SCHEDULER, "")
    if address:
        return DaskPool(address)
    pool = ProcessPool(workers)
    return pool if pool.workers > 1 else None


class DaskPool:
    """The workers of a Dask scheduler. Dask itself repeats what a dying worker had in hand."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            problem = "A Dask scheduler is named, but Dask is not installed."
            raise BadInput(
                [Problem("environment", None, SCHEDULER, problem, "Install titip[sweeps], or unset it.")]
            ) from None
        self.lost: tuple[type[BaseException], ...] = (KilledWorker,)
        try:
            make: Callable[..., Any] = Client
            self._client = make(address, timeout=seconds, set_as_default=False)
            self._client.wait_for_workers(1, timeout=seconds)
        except (OSError, TimeoutError, ValueError) as error:
            sentence = f"The Dask scheduler does not answer, or has no workers: {error}"
            raise ClusterUnreachable(sentence, address) from None
        self.workers = self.count_workers()
        self._executor = self._client.get_executor(pure=False)

    def count_workers(self) -> int:
        """Threads of the workers that the scheduler has now."""
        return sum(self._client.nthreads().values())

    def submit(self, task: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """As `concurrent.futures.Executor.submit`."""
        found: Future[Any] = self._executor.submit(task, *args)
        return found

    def renew(self) -> None:
        """Nothing is to be done: the scheduler goes on with the workers that it has."""

    def close(self) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close()
