"""How much memory a process has held: for programs of their own, that tests start."""

import re
from pathlib import Path


def peak() -> int:
    """Megabytes that this process has held at most. (Of a young process `getrusage` gives what its parent held.)"""
    held = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert held
    return int(held[1]) // 1024
