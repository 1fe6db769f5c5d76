"""Each fault once, or more of them: `.ci/run -k faults --kills 20`. The full disk needs root for a small
tmpfs, and is skipped where that cannot be mounted."""

import pytest

import cluster
from faults import Suite, small_disk

pytestmark = pytest.mark.xdist_group("faults")

FAULTS = "executor_killed worker_lost slow_task shard_deleted shard_deleted_skip tight_driver".split()


def pytest_generate_tests(metafunc):
    if "kill" in metafunc.fixturenames:
        metafunc.parametrize("kill", range(1, 1 + metafunc.config.getoption("--kills")))


@pytest.fixture(scope="module")
def suite(jars, home, tmp_path_factory, request):
    with cluster.Cluster(home, str(tmp_path_factory.mktemp("faults"))) as nodes:
        suite = Suite(nodes, request.config.getoption("--seed"))
        suite.prepare()
        print(f"a run without faults takes {suite.seconds:.1f} s from its first stage")
        yield suite


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(suite, fault):
    print(getattr(suite, fault).__doc__, getattr(suite, fault)())


def test_faults_random_kill(suite, kill):
    print(suite.random_kill())


def test_faults_full_disk(suite, home, tmp_path):
    with small_disk(str(tmp_path / "full")) as full:
        if full is None:
            pytest.skip("a tmpfs cannot be mounted here (it takes root)")
        healthy = suite.nodes
        with cluster.Cluster(home, healthy.directory + "/full", scratch=(full, None)) as nodes:
            suite.nodes = nodes
            try:
                print(suite.full_disk())
            finally:
                suite.nodes = healthy
