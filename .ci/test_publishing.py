"""What a public repository would get, from a deployment to a directory: complete, without warnings, and
resolved by --packages to one thin jar."""

import glob
import os
import re
import subprocess
import xml.etree.ElementTree
import zipfile

import pytest

import spark
from commands import run

pytestmark = pytest.mark.xdist_group("build")

NAMESPACE = "{http://maven.apache.org/POM/4.0.0}"
REQUIRED = ["name", "description", "url", "licenses/license/url", "developers/developer/name"]
REQUIRED += ["scm/connection", "scm/developerConnection", "scm/url"]


def deploy(clone, repository):
    words = ["mvn", "-B", "-Prelease", "-DskipTests", "-Dmaven.test.skip", "-Dspotless.check.skip"]
    words += ["-pl", "udf", "-am", f"-DaltDeploymentRepository=ci::file:{repository}", "deploy"]
    text = run(words, cwd=clone, seconds=1200, stderr=subprocess.STDOUT).stdout
    assert not [line for line in text.splitlines() if re.search(r"\bWARN|\bERROR|: warning:", line)]


def only(pattern):
    found = glob.glob(pattern)
    assert len(found) == 1, f"{pattern}: {found}"
    return found[0]


def files(repository):
    """Checks what lies there, and returns the poms: the library's and its parent's."""
    udf = os.path.join(repository, "dev", "net2vec", "net2vec-udf", spark.VERSION)
    stem = only(os.path.join(udf, "*.pom")).removesuffix(".pom")
    for suffix, inside in {
        ".jar": "dev/net2vec/sql/Net2VecExtensions.class",
        "-sources.jar": "dev/net2vec/sql/Net2VecExtensions.java",
        "-javadoc.jar": "dev/net2vec/sql/Net2VecFunctions.html",
    }.items():
        with zipfile.ZipFile(stem + suffix) as jar:
            assert inside in jar.namelist(), f"{stem}{suffix} lacks {inside}"
        print(os.path.basename(stem + suffix), os.path.getsize(stem + suffix), "bytes")
    parent = os.path.join(repository, "dev", "net2vec", "net2vec-spark", spark.VERSION)
    return stem + ".pom", only(os.path.join(parent, "*.pom"))


def described(pom, parent):
    """Checks that a pom, or its parent for it, says what a public repository asks for."""
    trees = [xml.etree.ElementTree.parse(path) for path in (pom, parent)]
    properties = {p.tag.removeprefix(NAMESPACE): p.text for p in trees[1].find(NAMESPACE + "properties")}
    for path in REQUIRED:
        tags = "/".join(NAMESPACE + tag for tag in path.split("/"))
        said = next((text for text in (t.findtext(tags) for t in trees) if text), None)
        assert said, f"the pom has no {path}"
        said = re.sub(r"\$\{(.*?)}", lambda name: properties[name[1]], said)
        print(f"{path}: {said}")
        if ".invalid" in said:
            print("  (to be written before a release: the project has no public host yet)")


def resolved(home, repository, ivy):
    """Has spark-sql take the library from the repository, and checks that it takes nothing else."""
    options = ["--packages", f"dev.net2vec:net2vec-udf:{spark.VERSION}"]
    options += ["--repositories", f"file:{repository}", "--conf", f"spark.jars.ivy={ivy}"]
    options += ["-e", "SELECT net2vec(array(0.25, 1.0), array(0, 1))"]
    ran = run(spark.sql(home, *options), env=spark.environment(home))
    assert ran.stdout.strip() == "0.875"
    jars = os.listdir(ivy / "jars")
    assert len(jars) == 1, f"--packages brings {jars}, but should bring net2vec-udf alone"
    print("--packages brings", jars)


def test_what_is_published_is_complete_and_packages_brings_one_jar(clone, home, tmp_path):
    deploy(clone, tmp_path / "repository")
    described(*files(tmp_path / "repository"))
    resolved(home, tmp_path / "repository", tmp_path / "ivy")
