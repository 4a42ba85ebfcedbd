"""Processes that read pages: they end with the work, and with the process that started them."""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from traceback import format_exc
from typing import Any, ParamSpec, TypeVar

from flows import guard
from flows.guard import Died, Fates, Limits
from flows.outcome import Outcome
from flows.parent import end_with_parent

Params = ParamSpec("Params")
T = TypeVar("T")
_CONTEXT = multiprocessing.get_context("spawn")  # a fork would inherit locks, and connections to the database


class Workers(Executor):
    """So many processes, each begun when there is work for it.

    Where one dies over a page, another goes on with the work. Then that page is tried once more, alone, and if a
    process dies of it again it is put into quarantine.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number, "worker")  # each sees to what one process does
        self._processes = [_Process() for _ in range(number)]
        self._free: SimpleQueue[_Process] = SimpleQueue()
        for process in self._processes:
            self._free.put(process)

    def submit(  # type: ignore[override]
        self, work: Callable[Params, Outcome], /, *args: Params.args, **kwargs: Params.kwargs
    ) -> Future[Outcome]:
        """Have a process do some work on pages. The future fails with what the work raises, and with Died where
        processes die of something else than a page."""
        return self._threads.submit(self._see_to, partial(work, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they have done their work."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for process in self._processes:
            process.end()

    def abort(self) -> None:
        """End the processes at once, whatever they are doing."""
        for process in self._processes:
            process.abort()
        self._threads.shutdown(cancel_futures=True)

    def _see_to(self, work: Callable[[], Outcome]) -> Outcome:
        process = self._free.get()
        try:
            return _seen_through(process, work)
        finally:
            self._free.put(process)


def _seen_through(process: "_Process", work: Callable[[], Outcome]) -> Outcome:
    apart: set[str] = set()
    strays = 0
    while True:
        try:
            outcome = process.do(work, Fates(frozenset(apart)))
            break
        except Died as death:
            if death.page:
                apart.add(death.page)
            elif strays:
                raise
            else:
                strays += 1
    for page in sorted(apart):
        try:
            outcome += process.do(work, Fates(alone=page))
        except Died as death:
            outcome += process.do(work, Fates(alone=page, death=death))
    return outcome


class _Process:
    """A process that does one piece of work after another; where it died, the next is done by a new one."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._aborted = False
        self._connection: Connection
        self._limits: Limits
        self._place = guard.new_place(_CONTEXT)

    def do(self, work: Callable[[], Outcome], fates: Fates) -> Outcome:
        """Have work done, and wait for it. Raises what the work raises, and Died."""
        if self._aborted:
            raise CancelledError
        process = self._process or self._begin()
        try:
            self._connection.send((work, fates))
            outcome, error = self._connection.recv()
        except (EOFError, OSError):
            process.join()
            self._process = None
            raise guard.death(process.exitcode, guard.page_at(self._place), self._limits) from None
        if error is not None:
            raise error
        done: Outcome = outcome
        return done

    def end(self) -> None:
        """End the process when it has nothing more to do."""
        if self._process is not None:
            self._connection.close()
            self._process.join()
            self._process = None

    def abort(self) -> None:
        """End the process at once; no other takes its place."""
        self._aborted = True
        if self._process is not None:
            self._process.kill()

    def _begin(self) -> BaseProcess:
        from flows.settings import settings  # a fifth of a second, which the process itself need not spend

        self._connection, theirs = _CONTEXT.Pipe()
        self._place.value = b""
        said = settings()
        self._limits = Limits(said.deadline, said.memory)
        arguments = (theirs, os.getpid(), self._place, self._limits)
        self._process = _CONTEXT.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        return self._process


async def in_process(executor: Executor, function: Callable[..., T], *args: Any) -> T:
    """Have a process call a function, as `asyncio.to_thread` has a thread."""
    return await asyncio.wrap_future(executor.submit(function, *args))


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """So many processes (one at least). They end with the block, at once if an error leaves it, and with this one."""
    executor = Workers(max(1, workers))
    try:
        yield executor
    except BaseException:
        executor.abort()
        raise
    executor.shutdown()


def _serve(connection: Connection, parent: int, place: Any, limits: Limits) -> None:
    for stop in (signal.SIGINT, signal.SIGTERM):  # a terminal or a service sends it to all, and the parent answers it
        signal.signal(stop, signal.SIG_IGN)
    end_with_parent(parent)
    guard.hold(place, limits)
    while True:
        try:
            work, guard.fates = connection.recv()
        except EOFError:  # there is no more to do
            return
        gc.freeze()  # what is loaded stays, so it need not be looked at again and again
        try:
            answer: tuple[Outcome | None, BaseException | None] = work(), None
        except MemoryError:
            guard.let_go()
        except Exception as error:
            error.add_note(format_exc())  # where it was raised, since a traceback does not travel
            answer = None, error
        connection.send(answer)
