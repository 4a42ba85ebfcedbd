"""Processes that end with their parent, however it ends."""

import os
import threading
import time

SECONDS = 0.5  # how long a process may outlive its parent


def end_with_parent(parent: int) -> None:
    """End this process when its parent, of that id, is gone: one that waits for work would wait for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
