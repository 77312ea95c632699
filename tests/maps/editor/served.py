"""`coopmap edit` as a process or, where nothing is asked of the process, as a thread; and what is asked of it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from maps.editor.server import session
from maps.editor.service import EditorService
from tests.command_line import OFFLINE


class Served:
    """What is asked of a running editor of a layer, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self.token = parse_qs(parts.query)["token"][0]
        self.port = parts.port or 0

    @property
    def headers(self) -> dict[str, str]:
        """What the editor's own page sends."""
        origin = f"http://127.0.0.1:{self.port}"
        return {"Origin": origin, "x-coopmap-token": self.token, "content-type": "application/json"}

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        """(status, body, headers) of an answer; headers in place of the page's own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, self.headers if headers is None else headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def ask(self, what: str, **value: Any) -> tuple[int, Any]:
        """(status, JSON) of what the page asks."""
        status, body, _ = self.request("POST", f"/{what}", json.dumps(value))
        return status, json.loads(body)


class Editor(Served):
    """A running editor of a layer; `stop` ends it as Ctrl-C does, `kill` as a power cut does."""

    def __init__(self, layer: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "maps.cli", "edit", str(layer), "--no-open", "--lang", "en", *options],
            env={**os.environ, "PYTHONPATH": str(OFFLINE), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self._process.stdout is not None
        address = self._process.stdout.readline().strip()
        if not address:
            raise RuntimeError(self._process.communicate()[1])
        super().__init__(address)

    def stop(self) -> tuple[int, str]:
        """The exit code and what was said."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30), self._process.communicate()[1]

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._process.communicate()


class ServedHere(Served):
    """The editor in a thread of this process: it starts at once, where a process takes most of a second."""

    def __init__(self, layer: Path) -> None:
        editing = session(EditorService(layer, new=not layer.exists()), language="en")
        super().__init__(editing.address)
        self._server = editing.server()
        self._thread = threading.Thread(target=self._server.run, args=([editing.listener],))
        self._thread.start()

    def stop(self) -> None:
        """End it, and whatever it was asked just now."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()
