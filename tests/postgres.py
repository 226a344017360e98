"""A PostgreSQL server of the tests' own: started when a test asks for it, gone when the tests end.

It listens on a socket in a folder of its own, never on the network, writes as safely as a real one (fsync
on), and runs as an unprivileged user, since PostgreSQL refuses to run as root. Where the programs are
missing, root has Debian's package installed; `python -m tests.postgres` does only that.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "titip"
HOW = "Debian and Ubuntu: apt-get install postgresql"
# Small, since several may run at a time; many connections, since tests race.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "deadlock_timeout": "100ms",  # tests that race need not wait a second for what a second shows as well
    "max_connections": "120",
    "shared_buffers": "32MB",
    "logging_collector": "off",
}


def programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version there is."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def install() -> Path:
    """The folder with the programs; root has them installed if they are missing."""
    if found := programs():
        return found
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise RuntimeError(f"PostgreSQL is needed for the tests. {HOW}")
    # In this runlevel Debian's package starts no server; the tests start their own.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
    ):
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    if found := programs():
        return found
    raise RuntimeError(f"The package brought no initdb. {HOW}")


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, without the name of a database."""
    binaries = install()
    # Not among pytest's own folders: these are closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="titip-pg-"))
    user = _unprivileged()
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run([binaries / "initdb", "-D", folder / "data", "-U", OWNER, *_INIT], user, folder)
        process = _start(binaries, folder, user)
        try:
            _wait(process, folder)
            yield f"postgresql://{OWNER}@/{{}}?host={folder}"
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing in it is needed any more
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Durability matters while tests run, not while the folder is being made.
_INIT = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")


def _unprivileged() -> pwd.struct_passwd | None:
    """The user to run as where we are root; None for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("There is no user to run PostgreSQL as.")


def _options(user: pwd.struct_passwd | None, folder: Path) -> dict[str, object]:
    told: dict[str, object] = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}
    if user:
        told |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return told


def _run(command: list[object], user: pwd.struct_passwd | None, folder: Path) -> None:
    done = subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command], capture_output=True, text=True, **_options(user, folder)
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _start(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            command, stdout=log, stderr=log, preexec_fn=_die_with_us, **_options(user, folder)
        )


def _die_with_us() -> None:
    """Have the server end with the tests, even if these are killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait(process: subprocess.Popen[bytes], folder: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(f"postgresql://{OWNER}@/postgres?host={folder}"):
                return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > until:
                log = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {log}") from error
            time.sleep(0.05)


if __name__ == "__main__":
    print(f"PostgreSQL: {install()}")
