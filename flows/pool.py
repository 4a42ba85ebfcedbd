"""Processes that clean: they end with the work, and with the process that started them."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from flows.parent import end_with_parent

T = TypeVar("T")


class Workers(Executor):
    """So many processes. Where one dies, what all of them were doing fails (BrokenProcessPool), and what is submitted
    after that is done by others."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._processes = self._begun()

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a process do some work."""
        try:
            return self._processes.submit(work, *args, **kwargs)
        except BrokenProcessPool:
            self._processes = self._begun()
            return self._processes.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they have done their work."""
        self._processes.shutdown(wait, cancel_futures=cancel_futures)

    def _begun(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._number, context, initializer=_start_worker, initargs=(os.getpid(),))


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """So many processes (one at least). They end with the block, at once if an error leaves it, and with this one."""
    executor = Workers(max(1, workers))
    try:
        yield executor
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def _start_worker(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the parent answers it
    end_with_parent(parent)
