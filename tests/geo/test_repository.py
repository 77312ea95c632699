"""Nothing of a stranger's repository runs, reaches the network or is waited for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import geo
from geo.history import git_repository
from geo.history.git_revisions import read_version
from geo.io import files
from tests.conftest import Command
from tests.geo.samples import feature

PROGRAM = shutil.which("git") or "git"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what would be run is written for a shell of POSIX")


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Ask git as its user does, whose own configuration is left out."""
    line = [
        PROGRAM,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "protocol.file.allow=always",
        *arguments,
    ]
    own = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment}
    done = subprocess.run(line, cwd=folder, env={**os.environ, **own}, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def layer_text(**fields: object) -> str:
    return geo.text(geo.Layer((feature(**fields),)))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A sound repository of two commits; its folder."""
    folder = tmp_path / "whole"
    (folder / "data").mkdir(parents=True)
    for number, status in enumerate(("operating", "suspended")):
        (folder / "data" / "projects.geojson").write_text(layer_text(status=status), encoding="utf-8")
        if not number:
            git(folder, "init", "-q", "-b", "main")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", status)
    git(folder, "config", "uploadpack.allowFilter", "true")
    return folder


@pytest.fixture
def partial(tmp_path: Path, whole: Path) -> Path:
    """A clone without the layer of its first commit, which git would fetch when it is asked for."""
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{whole}", "partial")
    return tmp_path / "partial"


class Trap:
    """A program that leaves a trace when it is run."""

    def __init__(self, folder: Path) -> None:
        self.trace = folder / "ran"
        self.program = folder / "trap.sh"
        self.program.write_text(f'#!/bin/sh\necho "$0 $@" >>"{self.trace}"\nexit 1\n', encoding="utf-8")
        self.program.chmod(0o755)

    def __str__(self) -> str:
        return str(self.program)

    @property
    def sprung(self) -> bool:
        """Whether it ran."""
        return self.trace.exists()


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path)


def refused(folder: Path, text: str = "HEAD~1") -> str:
    """The sentence with which a revision is refused."""
    with pytest.raises(geo.CoopmapError) as caught:
        read_version(text, folder / "data" / "projects.geojson")
    assert str(caught.value).isprintable()
    return str(caught.value)


def status(folder: Path, text: str = "HEAD~1") -> object:
    """The status of the one project, as a revision had it."""
    (project,) = read_version(text, folder / "data" / "projects.geojson").projects
    return project.properties["status"]


# --- nothing runs -----------------------------------------------------------------------------------------------------

REMOTES: dict[str, Callable[[str], dict[str, str]]] = {
    "upload-pack": lambda trap: {"remote.origin.uploadpack": trap},
    "ext": lambda trap: {"remote.origin.url": f"ext::{trap} %S", "protocol.ext.allow": "always"},
    "ssh": lambda trap: {"remote.origin.url": "ssh://example.org/x", "core.sshCommand": trap},
    "ssh, the short way": lambda trap: {"remote.origin.url": "example.org:x", "core.sshCommand": trap},
    "proxy": lambda trap: {"remote.origin.url": "git://example.org/x", "core.gitProxy": trap},
    "instead of": lambda trap: {f"url.ext::{trap} .insteadOf": "file:", "protocol.allow": "always"},
    "credentials": lambda trap: {"remote.origin.url": "http://127.0.0.1:9/x", "credential.helper": trap},
}


@pytest.mark.parametrize("kind", REMOTES)
def test_what_a_partial_clone_lacks_is_not_fetched(partial: Path, trap: Trap, kind: str):
    for name, value in REMOTES[kind](str(trap)).items():
        git(partial, "config", name, value)
    said = refused(partial)
    assert "partial clone, and coopmap fetches nothing" in said
    assert not trap.sprung
    if kind in ("upload-pack", "ext", "ssh"):  # the trap is one: git itself steps into it
        with pytest.raises(subprocess.CalledProcessError):
            git(partial, "cat-file", "blob", "HEAD~1:data/projects.geojson")
        assert trap.sprung


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who called."""
    got: list[str] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def wait() -> None:
            try:
                while True:
                    caller = listening.accept()[0]
                    got.append("somebody")  # before the caller hears that there is nobody, and goes on
                    caller.close()
            except OSError:
                pass

        threading.Thread(target=wait, daemon=True).start()
        yield listening.getsockname()[1], got
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("scheme", ["git", "http"])
def test_no_server_is_asked(partial: Path, server: tuple[int, list[str]], scheme: str):
    port, got = server
    git(partial, "config", "remote.origin.url", f"{scheme}://127.0.0.1:{port}/x")
    assert "fetches nothing" in refused(partial)
    time.sleep(0.1)
    assert got == []
    with pytest.raises(subprocess.CalledProcessError):
        git(partial, "cat-file", "blob", "HEAD~1:data/projects.geojson")
    assert got or scheme == "http"  # git may be without its helper for the web


def test_no_other_program_of_a_configuration_runs(whole: Path, trap: Trap):
    named = [
        "core.fsmonitor", "core.hooksPath", "core.pager", "pager.cat-file", "core.editor", "gpg.program",
        "diff.external",
        "diff.x.textconv", "filter.x.smudge", "filter.x.process", "core.askPass", "core.alternateRefsCommand",
        "alias.cat-file",
    ]  # fmt: skip
    for name in named:
        git(whole, "config", name, str(trap))
    (whole / ".gitattributes").write_text("* diff=x filter=x\n", encoding="utf-8")
    for hook in (whole / ".git" / "hooks").iterdir():
        shutil.copy(trap.program, hook.with_suffix(""))
    assert status(whole) == "operating"
    assert not trap.sprung


def test_a_bare_repository_in_the_current_folder_is_none(tmp_path: Path, whole: Path, trap: Trap, command: Command):
    git(tmp_path, "clone", "-q", "--bare", str(whole), "bare")
    bare = tmp_path / "bare"
    git(bare, "config", "core.fsmonitor", str(trap))
    git(bare, "config", "core.bare", "false")
    (bare / "data").mkdir()
    shutil.copy(whole / "data" / "projects.geojson", bare / "data")
    done = command("diff", "HEAD:data/projects.geojson", cwd=bare, env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert done.returncode == 1
    assert "(not a git repository)" in done.stderr
    assert not trap.sprung


@pytest.mark.parametrize("place", [".", "", "bin"])
def test_a_git_in_the_current_folder_is_not_run(whole: Path, trap: Trap, command: Command, place: str):
    (whole / place).mkdir(exist_ok=True)
    shutil.copy(trap.program, whole / place / "git")
    done = command("diff", "HEAD~1", cwd=whole, env={"PATH": f"{place}{os.pathsep}{os.environ['PATH']}"})
    assert done.returncode == 0, done.stderr
    assert not trap.sprung


def test_variables_of_git_do_not_lead_elsewhere(whole: Path, trap: Trap, command: Command):
    hostile = {
        "GIT_DIR": "/nowhere",
        "GIT_SSH_COMMAND": str(trap),
        "GIT_EXTERNAL_DIFF": str(trap),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.pager",
        "GIT_CONFIG_VALUE_0": str(trap),
        "GIT_TRACE": str(whole / "trace"),
    }
    done = command("diff", "HEAD~1", cwd=whole, env=hostile)
    assert (done.returncode, done.stderr) == (0, "")
    assert not trap.sprung
    assert not (whole / "trace").exists()


# --- nothing is waited for, nothing grows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ["config", "HEAD", "packed-refs", "shallow", "commondir", "objects/info/alternates", "objects/pack/pack-1.idx",
     "logs/HEAD", "refs/heads/other", "info/grafts"],
)  # fmt: skip
def test_a_pipe_in_a_repository_is_not_waited_for(whole: Path, place: str):
    path = whole / ".git" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    began = time.monotonic()
    if place in ("HEAD", "commondir") or place.startswith("objects"):
        assert "is neither a file nor a revision in which git has the layer (" in refused(whole)
    else:
        assert status(whole) == "operating"
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("included", ["pipe", "/dev/zero"])
def test_what_a_configuration_includes_is_not_read(whole: Path, included: str):
    if included == "pipe":
        os.mkfifo(whole / "pipe")
    with (whole / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(f"[include]\n\tpath = {whole / included}\n")
    assert status(whole) == "operating"


def test_a_pipe_where_objects_are_borrowed_is_not_waited_for(tmp_path: Path, whole: Path):
    lent = tmp_path / "lent" / "pack"
    lent.mkdir(parents=True)
    os.mkfifo(lent / "pack-1.idx")
    (whole / ".git" / "objects" / "info" / "alternates").write_text(f"{lent.parent}\n", encoding="utf-8")
    assert "is no regular file" in refused(whole)


def test_git_that_does_not_answer_is_ended(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    slow = tmp_path / "slow" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent), prepend=os.pathsep)
    monkeypatch.setattr(git_repository, "PATIENCE_S", 0.5)
    assert refused(whole) == "git did not answer within 0.5 seconds."


def stored(folder: Path, data: bytes) -> None:
    """Commit data as the layer."""
    file = folder / "data" / "projects.geojson"
    file.write_bytes(data)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "large")


def test_a_large_file_is_refused_with_its_bound(whole: Path, monkeypatch: pytest.MonkeyPatch):
    stored(whole, b" " * 3_000_000)
    monkeypatch.setattr(git_repository, "MAX_BYTES", 2**20)
    monkeypatch.setattr(files, "MAX_BYTES", 2**20)
    assert (
        refused(whole, "HEAD")
        == f"HEAD:{whole / 'data' / 'projects.geojson'} is larger than 1 MB, the most that is read."
    )


def test_an_object_that_wants_more_memory_than_it_may_is_refused(whole: Path):
    """What it is made from is 2 GB of blanks, packed into 2 MB; git would unpack it to make a small file of it."""
    tree = git(whole, "rev-parse", "HEAD:data")
    path = whole / ".git" / "objects" / tree[:2] / tree[2:]
    path.unlink()
    packer = zlib.compressobj(1)
    with path.open("wb") as file:
        file.write(packer.compress(f"tree {2**31}\0".encode()))
        blank = b" " * 2**20
        for _ in range(2**11):
            file.write(packer.compress(blank))
        file.write(packer.flush())
    assert "over limit" in refused(whole, "HEAD")


def test_references_beyond_number_are_refused(whole: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(git_repository, "MAX_REFERENCES", 20)
    commit = git(whole, "rev-parse", "HEAD")
    for number in range(20):
        (whole / ".git" / "refs" / "heads" / f"b{number}").write_text(commit, encoding="ascii")
    assert "it has more than 20 references that are not packed" in refused(whole)


# --- what is sound is read --------------------------------------------------------------------------------------------


def test_branches_tags_logs_and_packed_references_are_known(whole: Path):
    git(whole, "tag", "-a", "v1", "-m", "first", "HEAD~1")
    git(whole, "branch", "old", "HEAD~1")
    git(whole, "reset", "--soft", "HEAD~1")
    assert [status(whole, name) for name in ("v1", "old", "HEAD@{1}", "main@{1}")] == [
        "operating", "operating", "suspended", "suspended",
    ]  # fmt: skip
    git(whole, "pack-refs", "--all")
    git(whole, "gc", "-q")
    assert status(whole, "old") == "operating"
    assert status(whole, "HEAD@{1}") == "suspended"


def test_a_path_goes_from_the_top_or_from_the_current_folder(whole: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(whole / "data")
    names = ("data/projects.geojson", "./projects.geojson", "../data/projects.geojson")
    assert [status(whole, f"HEAD~1:{name}") for name in names] == ["operating"] * 3


def test_worktrees_and_submodules_are_read(tmp_path: Path, whole: Path):
    git(whole, "worktree", "add", "-q", "-b", "side", str(tmp_path / "tree"), "HEAD~1")
    assert status(tmp_path / "tree", "HEAD") == "operating"
    assert status(tmp_path / "tree", "main") == "suspended"
    git(whole, "submodule", "add", "-q", str(tmp_path / "whole"), "sub")
    assert status(whole / "sub") == "operating"


def test_objects_of_sha256_are_read(tmp_path: Path):
    folder = tmp_path / "longer"
    (folder / "data").mkdir(parents=True)
    git(folder, "init", "-q", "--object-format=sha256")
    stored(folder, layer_text(status="planned").encode())
    assert status(folder, "HEAD") == "planned"


def test_borrowed_objects_and_a_shallow_clone_are_read(tmp_path: Path, whole: Path):
    git(tmp_path, "clone", "-q", "--shared", str(whole), "shared")
    assert status(tmp_path / "shared") == "operating"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{whole}", "shallow")
    assert status(tmp_path / "shallow", "HEAD") == "suspended"
    assert "is neither a file nor a revision" in refused(tmp_path / "shallow")


def test_an_object_is_not_replaced_by_another(whole: Path):
    git(whole, "replace", git(whole, "rev-parse", "HEAD~1"), git(whole, "rev-parse", "HEAD"))
    assert status(whole) == "operating"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_another_user_is_read_for_nothing_of_it_is_obeyed(whole: Path):
    for path in (whole, *whole.rglob("*")):
        os.lchown(path, 12345, 12345)
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git(whole, "cat-file", "-p", "HEAD")
    assert "dubious ownership" in str(caught.value.stderr)
    assert status(whole) == "operating"


@pytest.mark.parametrize(
    "text", ["", "gitdir: ", "gitdir: nowhere", "gitdir: \0", "something", "gitdir: ..", "x" * 5000]
)
def test_a_git_file_that_leads_nowhere_is_said(whole: Path, text: str):
    shutil.rmtree(whole / ".git")
    (whole / ".git").write_text(text, encoding="utf-8")
    assert "(not a git repository: " in refused(whole)
