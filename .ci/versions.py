"""Runs the jars, as they were built, on every Spark and Java of the README's table of versions.

A cell says "yes" where the smoke suite passes, and "no" where that Spark itself does not start on
that Java. Fails where a cell is not true. The first Java of a Spark runs the whole of the job's
commands, the others the first; all run the same SQL.
"""

import os
import re
import shutil
import subprocess
import sys
import time

import smoke
import spark


def table():
    """Returns {Spark: {Java: cell}} as the README has it."""
    heading = re.search(r"^\| Spark((?: \| Java \d+)+) \|$", smoke.README, re.M)
    javas = [int(java) for java in re.findall(r"\d+", heading[1])]
    rows = re.match(r"\n\|[-|]+\|\n((?:\|.*\|\n)+)", smoke.README[heading.end() :])[1]
    cells = {}
    for row in rows.splitlines():
        version, *said = [cell.strip() for cell in row.strip("|").split("|")]
        cells[version] = dict(zip(javas, said, strict=True))
    return cells


def starts(home, java):
    """Tells whether this Spark answers a query without any jar of the project."""
    words = spark.submit(home, java) + ["--class", spark.SQL_SHELL, "--master", "local[1]"]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory", "spark-internal"]
    ran = subprocess.run(
        words + ["-e", "SELECT 6 * 7"],
        env=spark.environment(home, java),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    if ran.returncode != 0:
        lines = [line for line in ran.stderr.splitlines() if "Exception" in line or "Error" in line]
        print("  " + (lines or ["(no message)"])[0])
    return ran.returncode == 0 and ran.stdout.strip() == "42"


def cell(version, major, commands):
    home, java = spark.home(version), spark.java_home(major)
    assert spark.java_major(java) == major, f"{java} is Java {spark.java_major(java)}"
    scratch = os.path.join(spark.WORK, "versions", f"{version}-{major}")
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    count = smoke.sql(home, java, scratch)
    return count, smoke.job(home, java, scratch, commands)


def main():
    cells = table()
    assert spark.SPARK_VERSION in cells, f"the table lacks Spark {spark.SPARK_VERSION}, built against"
    reference = None
    wrong = []
    shutil.rmtree(os.path.join(spark.WORK, "versions"), ignore_errors=True)
    # The Spark that the jars were built against comes first: the others must say the same.
    for version in sorted(cells, key=lambda name: name != spark.SPARK_VERSION):
        commands = smoke.JOBS
        for major, said in cells[version].items():
            started = time.monotonic()
            if said == "no":
                if starts(spark.home(version), spark.java_home(major)):
                    wrong.append(f"Spark {version} does start on Java {major}")
                print(f"Spark {version}, Java {major}: Spark itself does not start")
                continue
            assert said == "yes", f"a cell of the table is {said}, but must be yes or no"
            try:
                count, results = cell(version, major, commands)
            except (SystemExit, AssertionError) as failed:
                wrong.append(f"Spark {version}, Java {major}: {failed}")
                continue
            reference = reference or results
            if results != reference[: len(results)]:
                wrong.append(f"Spark {version}, Java {major}: other figures of the job")
            seconds = time.monotonic() - started
            print(
                f"Spark {version}, Java {major}: {count} statements and {len(results)} runs of the job"
                f" say what they should ({seconds:.0f} s)",
                flush=True,
            )
            commands = smoke.JOBS[:1]
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
