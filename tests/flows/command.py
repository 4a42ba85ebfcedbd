"""The command as people run it, and invented pages to run it on: people, places and papers do not exist."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

MakeDatabase = Callable[[str | None], str]
Rows = Callable[[str, str], list[tuple[Any, ...]]]
Run = Callable[..., subprocess.CompletedProcess[str]]
KLIPING = [str(Path(sys.executable).parent / "kliping")]
_PLACES = ("Sukarimba", "Lembayung", "Rimbajaya", "Tirtasari", "Karangmelur")


@dataclass(frozen=True, slots=True)
class Api:
    """A running Prefect server by its address."""

    address: str

    def ask(self, what: str, **criteria: Any) -> Any:
        response = httpx.post(f"{self.address}/api/{what}", json=criteria, timeout=30)
        return response.raise_for_status().json()


@dataclass(frozen=True, slots=True)
class Server(Api):
    """The server of `make ui`: its address, what it keeps, and what the command said until it was up."""

    home: Path
    said: str

    def of_run(self, what: str, run_id: str, **criteria: Any) -> Any:
        return self.ask(f"{what}/filter", flow_runs={"id": {"any_": [run_id]}}, **criteria)

    @property
    def environment(self) -> dict[str, str]:
        return {"PREFECT_API_URL": f"{self.address}/api", "PREFECT_HOME": str(self.home)}


def story(number: int, paragraphs: int = 4) -> str:
    """The text capture of an invented article, unlike those of other numbers."""
    place = _PLACES[number % len(_PLACES)]
    head = f"Warga {place} Perbaiki {number} Saluran Air Sebelum Musim Tanam\n\nSenin, 3 Agustus 2026 10:15 WIB\n\n"
    return head + "\n\n".join(
        f"Warga {place} memperbaiki saluran air nomor {number * 7 + i} yang rusak sejak banjir tahun lalu. Kepala desa "
        f"mengatakan bahwa pekerjaan bagian {i} itu dibiayai dari iuran {number + 20} keluarga dan akan selesai "
        "sebelum petani mulai menanam padi di sawah sebelah timur."
        for i in range(paragraphs)
    )


def html(number: int) -> str:
    """A page with an invented article."""
    title, _, *paragraphs = story(number).split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def environment(**more: str) -> dict[str, str]:
    """The environment of a user who has set up nothing."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATABASE_URL", "COLUMNS"))}
    return {**kept, **more}


def figures(output: str) -> dict[str, str]:
    """The rows of the summary that the command printed."""
    return dict(re.findall(r"^ (\S.*?)  +([\d.,]+) *$", output, re.MULTILINE))


def workers_of(process: "subprocess.Popen[str]", count: int | None = 2) -> list[psutil.Process]:
    """The worker processes of a running command: so many of them, or as many as there are."""
    children = psutil.Process(process.pid).children()
    workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    assert count in (None, len(workers))
    return workers


def left_of(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those of some processes that still run after so many seconds at most."""
    deadline = time.monotonic() + seconds
    while (left := list(filter(_runs, processes))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE  # or init is to take note
    except psutil.NoSuchProcess:
        return False


def wait_for(condition: Callable[[], Any], seconds: float = 60, every: float = 0.1) -> Any:
    """What the condition says as soon as that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if said := condition():
            return said
        time.sleep(every)
    raise AssertionError("it did not come true")
