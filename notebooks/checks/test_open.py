import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest
import websocket

import execution
from conftest import ROOT

SECONDS = 300


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
        await_port(port)
        yield opened.groups()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=SECONDS)


def await_port(port):
    """Waits until somebody listens: the address is told a moment before."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.1)


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
    notebook = json.loads(ask(lab, f"/api/contents/{path}"))["content"]
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    session = {"path": path, "name": path, "type": "notebook"}
    session["kernel"] = {"name": notebook["metadata"]["kernelspec"]["name"]}
    kernel = json.loads(ask(lab, "/api/sessions", session))["kernel"]["id"]
    channels = f"{lab[0].replace('http', 'ws')}/api/kernels/{kernel}/channels?token={lab[2]}"
    with contextlib.closing(websocket.create_connection(channels, timeout=SECONDS)) as kernel:
        kernel.send(json.dumps(execute_request(first["source"])))
        messages = iter(lambda: json.loads(kernel.recv()), None)
        reply = next(one for one in messages if one["msg_type"] == "execute_reply")
    assert reply["content"]["status"] == "ok", reply["content"]


def execute_request(code):
    header = {"msg_id": "first", "msg_type": "execute_request", "username": "", "session": "check"}
    content = {"code": code, "silent": False}
    parts = {"header": {**header, "version": "5.3"}, "parent_header": {}, "metadata": {}}
    return {**parts, "content": content, "channel": "shell"}


def test_nobody_comes_in_without_the_token(lab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        ask((lab[0], lab[1], "wrong"), "/api/contents")
