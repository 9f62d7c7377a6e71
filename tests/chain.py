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

from kiosk.demo.world import free_port
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
    """One `kiosk hub serve`; may be killed and started again on its port."""

    def __init__(self, data_dir: Path, database_url: str, log: Path) -> None:
        self.port = free_port()
        self.data_dir = data_dir
        self._url = database_url
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers itself."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start; it answers when this returns."""
        command = [sys.executable, "-m", "kiosk", "hub", "serve", "--data", str(self.data_dir)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # ourselves
                [*command, "--port", str(self.port)],
                env={**os.environ, "KIOSK_HUB_DATABASE_URL": self._url},
                stdout=log,
                stderr=log,
            )
        wait_for(self.port)

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
