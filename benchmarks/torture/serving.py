"""The hostile server, started and ended, and what was asked of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench import HOSTILE, PORT, ROBUST

PUBLIC = "93.184.216.34"
"""An address that counts as public, given to loopback in a network of our own."""


class Server:
    """`feedserver.py` on loopback; in a network of our own it stands for the metadata service too."""

    def __init__(self, port: int = PORT, *, is_alone: bool = False) -> None:
        self.base = f"http://127.0.0.1:{port}"
        folder = Path(tempfile.mkdtemp(prefix="torture-server-"))
        ready = folder / "ready"
        named = ["--port", str(port), "--ready-file", str(ready), "--hostile", str(HOSTILE), "--max-seconds", "7200"]
        metadata = ["--metadata"] if is_alone else []
        self._process = subprocess.Popen(
            [sys.executable, str(ROBUST / "feedserver.py"), *named, *metadata], stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 15
        while not ready.exists():
            if time.monotonic() > until or self._process.poll() is not None:
                raise SystemExit(f"the hostile server does not start on port {port}: is the port taken?")
            time.sleep(0.05)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()

    def hits(self) -> list[dict[str, Any]]:
        """Every request so far."""
        hits: list[dict[str, Any]] = json.loads(self._get("/_hits"))
        return hits

    def reset(self) -> None:
        """Forget the requests so far."""
        self._get("/_reset")

    def canaries(self) -> list[str]:
        """What was asked for that nothing should ask for."""
        return [f"{hit['path']} was asked for" for hit in self.hits() if "canary" in hit]

    def behaviours(self) -> list[dict[str, str]]:
        """All that the server does, by path."""
        listed: list[dict[str, str]] = json.loads(self._get("/"))
        return listed

    def _get(self, path: str) -> bytes:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.base + path, timeout=20) as answer:
            body: bytes = answer.read()
        return body
