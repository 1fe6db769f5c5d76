import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import execution
import pytest
from conftest import ROOT

SECONDS = 120


@pytest.fixture(scope="module")
def lab():
    """The address and the token of JupyterLab, as ``notebooks/open`` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}"]
    server = subprocess.Popen(
        [ROOT / "notebooks/open", *options],
        cwd="/",
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in server.stderr:
            opened = re.search(r"(http://127\.0\.0\.1:\d+)(/lab/tree/\S+)\?token=(\w+)", line)
            if opened:
                break
        else:
            pytest.fail(f"notebooks/open ended with status {server.wait()}")
        yield opened.groups()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=SECONDS)


def ask(lab, path, body=None):
    """Returns what JupyterLab answers to a GET, or to a POST of a body."""
    address, _, token = lab
    request = urllib.request.Request(
        address + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {token}"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as response:
        return response.read().decode()


def test_it_opens_the_notebook(lab):
    assert lab[1] == f"/lab/tree/notebooks/{execution.NOTEBOOK.name}"
    assert "<title>JupyterLab</title>" in ask(lab, lab[1])


def test_the_notebook_is_ready_to_run(lab):
    path = f"notebooks/{execution.NOTEBOOK.name}"
    kept = json.loads(ask(lab, f"/api/contents/{path}"))
    assert kept["content"]["cells"][0]["id"] == "title"
    kernel = {"name": kept["content"]["metadata"]["kernelspec"]["name"]}
    session = {"path": path, "name": path, "type": "notebook", "kernel": kernel}
    started = json.loads(ask(lab, "/api/sessions", session))
    until = time.monotonic() + SECONDS
    while (state := json.loads(ask(lab, f"/api/sessions/{started['id']}"))["kernel"])[
        "execution_state"
    ] != "idle":
        assert time.monotonic() < until, state
        time.sleep(0.5)


def test_nobody_comes_in_without_the_token(lab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        ask((lab[0], lab[1], "wrong"), "/api/contents")
