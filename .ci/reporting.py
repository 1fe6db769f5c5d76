"""What a run prints: each test's output when it ends, its outcome, its seconds and those of the processors
for the programs that it ran, which another load does not change; at last, how many passed. Fails where the tests have changed the working tree."""

import re
import resource
import signal
import subprocess
from collections import Counter, defaultdict

import pytest

from commands import ROOT

COLOURS = re.compile(r"\033\[[0-9;]*m")


def pytest_addoption(parser):
    group = parser.getgroup("net2vec-spark")
    group.addoption("--kills", type=int, default=1, help="executors killed at random moments (1)")
    group.addoption("--seed", type=int, default=7, help="of the random moments (7)")
    group.addoption(
        "--large-masks",
        action="append",
        metavar="ROWS,SIDE,HEAP",
        help="pairs of masks, their side, and the heap that they are read in (200,1024,1g)",
    )


def pytest_configure(config):
    # So that what was started is stopped.
    signal.signal(signal.SIGTERM, lambda number, frame: pytest.exit(f"signal {number}"))
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(config), "net2vec-report")


CPU = pytest.StashKey()


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.stash[CPU] = cpu()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "teardown" and CPU in item.stash:
        report.user_properties.append(("cpu_seconds", round(cpu() - item.stash[CPU], 1)))
    return report


def tree():
    words = ["git", "status", "--porcelain"]
    ran = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    return set(ran.stdout.splitlines())


class Report:
    def __init__(self, config):
        self.config = config
        self.seconds = Counter()
        self.outcomes = defaultdict(set)
        self.reasons = {}
        self.changed = False

    def pytest_sessionstart(self):
        self.before = tree()

    # The lines below instead of pytest's letters.
    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self):
        category, *_ = yield
        return category, "", ""

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.removeprefix(".ci/").partition("@")[0]
        self.seconds[name] += report.duration
        self.outcomes[name].add(report.outcome)
        if report.skipped:
            self.reasons[name] = f" ({report.longrepr[2]})"
        if report.when != "teardown":
            return
        write = self.config.pluginmanager.getplugin("terminalreporter").write_line
        outcome = next(o for o in ("failed", "skipped", "passed") if o in self.outcomes[name])
        write(f"\n== {name}")
        for title, text in report.sections:
            if title.startswith("Captured std"):
                write(COLOURS.sub("", text).rstrip())
        used = dict(report.user_properties).get("cpu_seconds", 0)
        took = f"{self.seconds[name]:.1f} s, {used} of the processors"
        write(f"{outcome.upper()} in {took}: {name}{self.reasons.get(name, '')}")

    def pytest_sessionfinish(self, session):
        changes = sorted(self.before ^ tree())
        self.changed = bool(changes)
        if self.changed:
            print("\n\nFAILED: the tests have changed the working tree:", *changes, sep="\n")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_unconfigure(self, config):
        stats = config.pluginmanager.getplugin("terminalreporter").stats
        passed, skipped = (len(stats.get(key, [])) for key in ("passed", "skipped"))
        failed = len(stats.get("failed", [])) + len(stats.get("error", [])) + self.changed
        print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
