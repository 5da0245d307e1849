"""Child processes that must not outlive the one that started them."""

import ctypes
import os
import re
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(by: int = signal.SIGTERM, *, grandparent: int = 0) -> None:
    """Have the kernel send this process the signal `by` when its parent dies, however it dies.

    Of a parent that died before, the kernel tells nothing: so who knows the parent's own parent
    names its pid, and where that is another by now the signal comes at once. Linux only; elsewhere
    a parent that is killed outright leaves its children running.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
        if grandparent and parent_of(os.getppid()) != grandparent:
            os.kill(os.getpid(), by)


def parent_of(pid: int) -> int:
    """0 for the first process, or if there is none with this pid."""
    try:
        return int(re.search(r"^PPid:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1])
    except OSError:
        return 0
