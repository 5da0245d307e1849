"""`serve` as its own process: what it answers, and that nothing outlives it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from shop.management.commands.serve import GRACE

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DEBUG", "SITE_URL", "DATABASE_URL", "FUNNEL_DATABASE_URL", "ALLOWED_HOSTS", "EMAIL_URL")


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Stores of its own, shared by this file so that static files are collected once."""
    folder = tmp_path_factory.mktemp("served")
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**clean, "VAR_DIR": f"{folder}/var", "MEDIA_ROOT": f"{folder}/media"}


class Served:
    """A running `serve`."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "manage.py", "serve", "--bind", self.address]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True
        )
        self.everyone: set[int] = set()

    def wait(self) -> "Served":
        wait_until(self.answers, seconds=120)
        wait_until(lambda: len(self.find_everyone()) >= 5)  # serve, granian and its two, worker
        return self

    def answers(self) -> bool:
        assert self.process.poll() is None, "serve ended before it answered"
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str):
        request = urllib.request.Request(f"http://{self.address}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def find_everyone(self) -> set[int]:
        self.everyone = {self.process.pid, *below(self.process.pid)}
        return self.everyone

    def child(self, word: str) -> int:
        """The process started by `serve` itself whose command line holds `word`."""
        return next(pid for pid in children(self.process.pid) if word in command_line(pid))

    def all_gone(self) -> bool:
        return not any(alive(pid) for pid in self.everyone)

    def end(self) -> None:
        for pid in filter(alive, self.everyone | {self.process.pid}):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()


def wait_until(holds, *, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []


def below(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *below(child))]


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def served(environment):
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc to see who is alive")
    shop = Served(environment)
    yield shop.wait()
    shop.end()


def test_it_serves_and_stops_cleanly(served, environment):
    check_answers(served)
    check_static_files(served, environment)
    check_pictures(served, environment)
    served.process.terminate()
    assert served.process.wait(30) == 0
    wait_until(served.all_gone)


def check_answers(served) -> None:
    assert served.get("/readyz")[0] == 200
    status, _headers, body = served.get("/nothing/here/")
    assert status == 404
    assert b"DEBUG" not in body
    assert served.get("/", Host="evil.example")[0] == 400


def check_static_files(served, environment) -> None:
    """Under hashed names, for ever, in Brotli."""
    found = Path(environment["VAR_DIR"], "static")
    name = next(path.name for path in found.glob("shop.*.css"))
    assert re.fullmatch(r"shop\.[0-9a-f]{12}\.css", name)
    status, headers, _body = served.get(f"/static/{name}", **{"Accept-Encoding": "br"})
    assert (status, headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in headers["Cache-Control"]


def check_pictures(served, environment) -> None:
    folder = Path(environment["MEDIA_ROOT"], "pictures", "0" * 16)
    folder.mkdir(parents=True)
    (folder / "400.webp").write_bytes(b"a picture")
    status, headers, body = served.get(f"/media/pictures/{'0' * 16}/400.webp")
    assert (status, headers["Content-Type"], body) == (200, "image/webp", b"a picture")
    assert "max-age=31536000" in headers["Cache-Control"]
    assert served.get("/media/../var/development-secret-key")[0] == 404
    assert served.get("/media/%2e%2e/var/development-secret-key")[0] == 404


def test_ctrl_c_stops_it_at_once(served):
    """A terminal tells the whole process group."""
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(GRACE - 1) == 0
    wait_until(served.all_gone)


def test_a_dead_worker_ends_it_all(served):
    os.kill(served.child(" work"), signal.SIGKILL)
    assert served.process.wait(30) == 128 + signal.SIGKILL
    wait_until(served.all_gone)


def test_a_dead_web_server_ends_it_all(served):
    os.kill(served.child("granian"), signal.SIGKILL)
    assert served.process.wait(30) == 128 + signal.SIGKILL
    wait_until(served.all_gone)


def test_killed_outright_it_leaves_no_orphans(served):
    served.process.kill()
    wait_until(served.all_gone)


def test_a_used_database_is_not_changed_without_a_word(environment, tmp_path):
    environment = {**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "auth", "-v0"], cwd=ROOT, env=environment, check=True)
    tried = subprocess.run(
        [*manage, "serve"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert tried.returncode == 1
    assert "serve --migrate" in tried.stderr


def test_a_port_in_use_is_an_error(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "manage.py", "serve", "--bind", bind]
        tried = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=90)
    assert tried.returncode == 1
