"""The shop in one command: the web server and the worker, which live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from shop.health import pending_migrations
from shop.lib.processes import die_with_parent
from shop.static_files import collect_if_changed

GRACE = 15  # seconds to finish what is at hand before a process is killed


class Command(BaseCommand):
    help = "Serve the shop: web server and worker together, until SIGTERM or Ctrl-C."
    requires_system_checks = []  # done in handle(), with the settings that will be served

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="HOST:PORT")
        parser.add_argument(
            "--migrate", action="store_true", help="apply new migrations (take a backup first)"
        )

    def handle(self, *, bind: str, migrate: bool = False, **options) -> None:
        host, port = parse_bind(bind)
        refuse_taken_port(host, port)
        environment = serving_environment(host, port)
        self.check(include_deployment_checks=settings.HTTPS, display_num_errors=True)
        self.prepare_databases(migrate)
        if collect_if_changed():
            self.stdout.write("Static files collected.")
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        connections.close_all()
        self.stdout.write(f"Serving {environment['SITE_URL']}/ (Ctrl-C stops).")
        code = run_together([web_server(host, port), worker()], environment)
        raise SystemExit(code)

    def prepare_databases(self, migrate: bool) -> None:
        """An empty database is set up. One in use is changed on the owner's word only."""
        for alias in connections:
            pending = pending_migrations(alias)
            fresh = not MigrationRecorder(connections[alias]).applied_migrations()
            if pending and not (fresh or migrate):
                raise CommandError(
                    f"The database “{alias}” is older than this code ({', '.join(pending)}). "
                    "Take a backup, then start with: serve --migrate"
                )
            if pending:
                call_command("migrate", database=alias, interactive=False, verbosity=0)
                self.stdout.write(f"The database “{alias}” is up to date.")


def parse_bind(bind: str) -> tuple[str, int]:
    """`127.0.0.1:8000`, `[::1]:8000` or `:8000` (every address)."""
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"--bind takes HOST:PORT, such as 127.0.0.1:8000, not {bind!r}.")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 (asked for by an empty host)


def refuse_taken_port(host: str, port: int) -> None:
    """granian would share the port with another shop that runs there: each would get some of the
    visitors, and neither would say so."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(*found[:3]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed one lingers
            probe.bind(found[4])
    except OSError as error:
        raise CommandError(
            f"Nothing can be served at {host}:{port}: {error.strerror}. "
            "Stop what runs there, or take another port: --bind 127.0.0.1:8001"
        ) from error


def serving_environment(host: str, port: int) -> dict[str, str]:
    """The environment of both processes. What is served is not debugged, unless DEBUG was set;
    without SITE_URL the shop's own links follow the address it is served at."""
    if "DEBUG" not in os.environ:
        settings.DEBUG = False
    if "SITE_URL" not in os.environ:
        at = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104
        settings.SITE_URL = f"http://{at}:{port}"
    return os.environ | {
        "DEBUG": str(settings.DEBUG),
        "SITE_URL": settings.SITE_URL,
        "LOUDOU_SERVE": str(os.getpid()),
    }


def web_server(host: str, port: int) -> list[str]:
    """granian's command line. It serves the media folder itself, past Python."""
    return [
        *(sys.executable, "-m", "granian", "shop.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(settings.WEB_WORKERS)),
        *("--blocking-threads", str(settings.WEB_THREADS)),
        *("--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(GRACE - 5)),
        *("--log-level", "warning", "--no-ws"),
        *("--static-path-route", "/" + settings.MEDIA_URL.strip("/")),
        *("--static-path-mount", str(settings.MEDIA_ROOT)),
        *("--static-path-expires", str(365 * 24 * 3600)),
    ]


def worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--skip-checks"]


def run_together(commands: list[list[str]], environment: dict[str, str]) -> int:
    """Run the commands until one ends or a signal comes; then stop all. Returns the exit code:
    0 after a signal, otherwise that of the process that ended (1 if it claimed success)."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: told.append(got))
    running = [
        subprocess.Popen(  # noqa: S603 (our own command lines)
            command, env=environment, cwd=settings.BASE_DIR, preexec_fn=begin_child
        )
        for command in commands
    ]
    while not told and all(process.poll() is None for process in running):
        time.sleep(0.2)
    ended = [process.returncode for process in running if process.returncode is not None]
    stop(running)
    if told:
        return 0
    return next((code if code > 0 else 128 - code for code in ended if code), 1)


def begin_child() -> None:
    """Ctrl-C goes to every process of the terminal's group; only `serve` itself answers it, since
    granian's workers hang when they are told twice."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    die_with_parent()


def stop(running: list[subprocess.Popen]) -> None:
    """SIGTERM to all, and SIGKILL to those that don't end within GRACE."""
    for process in running:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
