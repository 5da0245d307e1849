"""`work` as its own process ends on SIGTERM, with 0."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_sigterm_ends_it(tmp_path):
    environment = os.environ | {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/shop.sqlite3",
        "FUNNEL_DATABASE_URL": f"sqlite:///{tmp_path}/funnel.sqlite3",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "work"]
    worker = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Its tables are missing: each job fails, says so, and the worker lives on.
    for line in worker.stderr:
        if "failed; it runs again" in line:
            break
    worker.send_signal(signal.SIGTERM)
    said, _errors = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert "The worker has stopped." in said
