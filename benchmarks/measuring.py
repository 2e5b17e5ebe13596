"""What a process uses, and how long something takes."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Resident megabytes of a process."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what was given."""
    began = time.perf_counter()
    given = act()
    return (time.perf_counter() - began) * 1000, given
