"""Processes that end with their parent, however it ends."""

import os
import threading
import time

SECONDS = 0.2  # how long a process may outlive its parent
SERVED_BY = "_KLIPING_SERVED_BY"  # the variable that holds the id of the `kliping serve` that begins a run


def end_with_parent(parent: int) -> None:
    """End this process when its parent, of that id, is gone: one that waits for work would wait for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def end_with_server() -> None:
    """End this process with the `kliping serve` that began it, if one did: nobody would take note of its run."""
    if server := os.environ.get(SERVED_BY):
        end_with_parent(int(server))
