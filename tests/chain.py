"""Several hubs behind the proxy of docs/two-set-ups.md, without its TLS: processes of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from kiosk.demo.world import free_port
from kiosk.wire.terminals import SERVICE
from tests.journey import pages
from tests.patience import PATIENCE_S

HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_WITHOUT = (
    *("    user haproxy\n", "    group haproxy\n"),
    *("    ssl-default-bind-options ssl-min-ver TLSv1.2\n",),
)


def proxy_config(port: int, hubs: Sequence[int]) -> str:
    """Return the page's configuration for these ports of this machine."""
    (config,) = pages.blocks("two-set-ups.md", "haproxy")
    for line in _WITHOUT:
        assert line in config
        config = config.replace(line, "")
    tls = "bind :8443 ssl crt /etc/haproxy/kiosk-hub.pem alpn http/1.1"
    assert tls in config
    lines = config.replace(tls, f"bind 127.0.0.1:{port}").splitlines()
    rest = [line for line in lines if not line.lstrip().startswith("server ")]
    assert len(lines) - len(rest) == 3
    servers = [f"    server hub{n} 127.0.0.1:{one}" for n, one in enumerate(hubs, 1)]
    return "\n".join([*rest, *servers, ""])


class Proxy:
    """haproxy before some ports."""

    def __init__(self, folder: Path, hubs: Sequence[int]) -> None:
        assert HAPROXY, "haproxy is missing: packaging/test-machine installs it"
        self.port = free_port()
        file = folder / "haproxy.cfg"
        file.write_text(proxy_config(self.port, hubs))
        with (folder / "haproxy.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # what was found above
                [HAPROXY, "-db", "-f", str(file)], stdout=log, stderr=log
            )
        wait_for(self.port)

    @property
    def url(self) -> str:
        """Where terminals call."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


class Hub:
    """One `kiosk hub serve`; may be killed and started again on its port.

    `program` is the module that is run, with its first arguments: of another release, say.
    """

    def __init__(
        self, data_dir: Path, database_url: str, log: Path, program: Sequence[str] = ("kiosk",)
    ) -> None:
        self.port = free_port()
        self.program = program
        self._data_dir = data_dir
        self._url = database_url
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers itself."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start; it answers when this returns."""
        self.begin()
        wait_for(self.port)

    def begin(self) -> None:
        """Start, and wait for nothing."""
        command = [sys.executable, "-m", *self.program, "hub", "serve"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # ourselves
                [*command, "--data", str(self._data_dir), "--port", str(self.port)],
                env={**os.environ, "KIOSK_HUB_DATABASE_URL": self._url},
                stdout=log,
                stderr=log,
            )

    def refused(self) -> str:
        """Start in vain; return what it says."""
        self._log.unlink(missing_ok=True)
        self.begin()
        assert self._process is not None
        assert self._process.wait(PATIENCE_S) == 1
        self._process = None
        return self._log.read_text("utf-8")

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None


def wait_until_served(url: str) -> None:
    """Wait until the proxy has found a hub."""
    deadline = time.monotonic() + PATIENCE_S
    while SERVICE not in httpx.get(f"{url}/v1/status", trust_env=False).text:
        assert time.monotonic() < deadline, "the proxy finds no hub"
        time.sleep(0.05)


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nobody listens on {port}")
