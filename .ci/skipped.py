"""Builds this checkout, and runs the tests that a clone alone skipped for want of ../shared."""

import glob
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree

MODULES = ("udf", "job")


def tests(root):
    """Returns the tests that ran below a checkout and those that were skipped, by their reports."""
    ran, skipped = set(), set()
    for module in MODULES:
        for report in glob.glob(os.path.join(root, module, "target", "surefire-reports", "TEST-*.xml")):
            for case in xml.etree.ElementTree.parse(report).iter("testcase"):
                name = (case.get("classname"), case.get("name"))
                (ran if case.find("skipped") is None else skipped).add(name)
    return ran, skipped


def main(clone):
    _, skipped = tests(clone)
    if not skipped:
        raise SystemExit("the clone skipped no test, but some need data that it has not beside it")
    if not os.path.isdir("../shared"):
        print(f"not run: {len(skipped)} tests of data that are not beside this checkout either")
        subprocess.run(["mvn", "-B", "-DskipTests", "verify"], check=True)
        return
    for module in MODULES:
        shutil.rmtree(os.path.join(module, "target", "surefire-reports"), ignore_errors=True)
    classes = sorted({name for name, _ in skipped})
    specs = [name for name in classes if name.endswith("Spec")]
    junit = [name for name in classes if name not in specs]
    subprocess.run(
        [
            "mvn",
            "-B",
            "verify",
            "-Dtest=" + (",".join(junit) or "None"),
            "-Dsurefire.failIfNoSpecifiedTests=false",
            "-DwildcardSuites=" + (",".join(specs) or "none"),
        ],
        check=True,
    )
    ran, left = tests(".")
    missing = set(classes) - {name for name, _ in ran}
    if left or missing:
        raise SystemExit(f"skipped here, too: {sorted(left)}; not found: {sorted(missing)}")
    print(f"{len(skipped)} tests that the clone skipped ran here")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
