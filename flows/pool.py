"""Processes that clean: they end with the work, and with the process that started them."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from flows.parent import end_with_parent


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes (one at least). They end with the block, at once if an error leaves it, and with this one."""
    executor = ProcessPoolExecutor(
        max(1, workers),
        multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(os.getpid(),),
    )
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
