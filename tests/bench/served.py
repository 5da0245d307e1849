"""A demo shop served from scratch stores on a free port, for benchmarks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(**environment: str) -> Iterator[tuple[str, int]]:
    """Prepare and serve a demo shop without visitors; yields its address and the server's pid."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        environment = {
            **os.environ,
            "VAR_DIR": f"{folder}/var",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_URL": f"http://{address}",
            "TRUSTED_PROXIES": "1",  # each visitor gets an address of their own
            "EMAIL_URL": "dummymail://",
            "LOG_LEVEL": "ERROR",
            **environment,
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run(
            [*manage, "demo", "--no-serve", "--visitors", "0"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        server = subprocess.Popen([*manage, "serve", "--bind", address], env=environment)
        try:
            wait_for(f"http://{address}/readyz")
            yield f"http://{address}", server.pid
        finally:
            server.terminate()
            server.wait(30)


def wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and everything it started that still runs, in seconds."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK + sum(cpu_seconds(int(c)) for c in children)
