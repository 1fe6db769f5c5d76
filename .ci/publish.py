"""What a public repository would get, from a deployment to a directory: complete, without warnings,
and resolved by --packages to one thin jar.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree
import zipfile

import spark

NAMESPACE = "{http://maven.apache.org/POM/4.0.0}"
REQUIRED = ["name", "description", "url", "licenses/license/url", "developers/developer/name"]
REQUIRED += ["scm/connection", "scm/developerConnection", "scm/url"]


def deploy(repository, log):
    words = ["mvn", "-B", "-Prelease", "-DskipTests", "-Dmaven.test.skip", "-Dspotless.check.skip", "-pl", "udf", "-am"]
    words += [f"-DaltDeploymentRepository=ci::file:{repository}", "deploy"]
    with open(log, "w", encoding="utf-8") as out:
        ran = subprocess.run(words, cwd=spark.ROOT, stdout=out, stderr=subprocess.STDOUT)
    text = open(log, encoding="utf-8").read()
    complaints = [line for line in text.splitlines() if re.search(r"\bWARN|\bERROR|: warning:", line)]
    if ran.returncode != 0 or complaints:
        raise SystemExit(f"mvn ended with {ran.returncode}: {complaints[:20]}")


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


def resolved(repository):
    """Has spark-sql take the library from the repository, and checks that it takes nothing else."""
    home = spark.home(spark.SPARK_VERSION)
    ivy = os.path.join(spark.WORK, "ivy")
    shutil.rmtree(ivy, ignore_errors=True)
    words = [os.path.join(home, "bin", "spark-sql"), "--master", "local[1]"]
    words += ["--packages", f"dev.net2vec:net2vec-udf:{spark.VERSION}"]
    words += ["--repositories", f"file:{repository}", "--conf", f"spark.jars.ivy={ivy}"]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory"]
    ran = subprocess.run(
        words + ["-e", "SELECT net2vec(array(0.25, 1.0), array(0, 1))"],
        env=spark.environment(home),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    if ran.returncode != 0 or ran.stdout.strip() != "0.875":
        raise SystemExit(f"spark-sql ended with {ran.returncode}: {ran.stdout} {ran.stderr[-3000:]}")
    jars = os.listdir(os.path.join(ivy, "jars"))
    assert len(jars) == 1, f"--packages brings {jars}, but should bring net2vec-udf alone"
    print("--packages brings", jars)


def main():
    repository = os.path.join(spark.WORK, "repository")
    shutil.rmtree(repository, ignore_errors=True)
    deploy(repository, os.path.join(spark.WORK, "publish.log"))
    described(*files(repository))
    resolved(repository)


if __name__ == "__main__":
    main()
