import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

import paragraphs
import zeppelin
from conftest import ROOT
from outputs import text_differences


@pytest.fixture(scope="module")
def note():
    return json.loads(zeppelin.NOTE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results():
    """What each paragraph of the note prints, in a process of its own."""
    command = [sys.executable, paragraphs.__file__, zeppelin.NOTE, ROOT]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return re.split(r"^== .*\n", run.stdout, flags=re.M)[1:]


def test_the_note_is_made_of_the_notebook(committed):
    message = "notebooks/open --update makes the note anew"
    assert zeppelin.NOTE.read_text(encoding="utf-8") == zeppelin.text(committed), message


def test_the_notes_form(note):
    assert zeppelin.NOTE.name == f"{note['name']}_{note['id']}.zpln"
    assert re.fullmatch("2[0-9A-Z]{8}", note["id"])
    assert note["defaultInterpreterGroup"] == "spark"
    assert note["config"] == {"isZeppelinNotebookCronEnable": False}
    for key in "noteParams", "noteForms", "angularObjects", "info":
        assert note[key] == {}
    assert len({paragraph["id"] for paragraph in note["paragraphs"]}) == len(note["paragraphs"])


def test_the_paragraphs_form(note):
    for paragraph in note["paragraphs"]:
        assert paragraph["status"] == "READY"
        assert "results" not in paragraph
        assert paragraph["settings"] == {"params": {}, "forms": {}}
        assert paragraph["config"].keys() == {
            *("colWidth", "fontSize", "enabled", "results", "editorMode", "editorSetting")
        }
        for key in "dateCreated", "dateUpdated":
            datetime.strptime(paragraph[key], "%Y-%m-%d %H:%M:%S.%f")
        assert re.match(r"%(md|spark\.(conf|sql|pyspark))\n", paragraph["text"])


def test_the_session_is_set_before_it_starts(note):
    names = [paragraph["text"].split()[0] for paragraph in note["paragraphs"]]
    first = next(number for number, name in enumerate(names) if name.startswith("%spark"))
    assert names[first] == "%spark.conf"
    assert names.count("%spark.conf") == 1


def test_it_shows_what_the_notebook_shows(note, results, committed):
    assert len(results) == len(note["paragraphs"])
    by_title = {}
    for paragraph, result in zip(note["paragraphs"], results, strict=True):
        by_title.setdefault(paragraph["title"], []).append(result)
    compared = 0
    for cell in committed.cells:
        shown = "\n".join(by_title[cell.id])
        if cell.cell_type == "markdown":
            assert shown.startswith("%html <")
            continue
        for output in cell.outputs:
            compared += 1
            data = output.get("data", {})
            if "image/png" in data:
                assert "%html <img src=data:image/png;base64," in shown
            elif "text/html" in data:
                assert text_differences(*map(_words, (data["text/html"], shown))) == []
            else:
                assert text_differences(output.text, shown) == []
    assert compared >= 10


def _words(table):
    return re.sub(r"<[^>]*>|%table", " ", table)


def test_cells_become_paragraphs():
    def texts(cell):
        return zeppelin.paragraphs(cell)

    assert texts(new_markdown_cell("# Title")) == ["%md\n# Title"]
    sql = new_code_cell('spark.sql("""\nSELECT 1\n""")')
    assert texts(sql) == ["%spark.sql\nSELECT 1"]
    code = new_code_cell("df = spark.sql('SELECT 1')\nplt.show()")
    assert texts(code) == ["%spark.pyspark\ndf = spark.sql('SELECT 1')\nz.show(plt)"]
    other = new_code_cell("import this", metadata={"zeppelin": ["%spark.conf\na b", "%md\n."]})
    assert texts(other) == ["%spark.conf\na b", "%md\n."]


def test_paragraphs_share_one_session(spark, capsys):
    session = paragraphs.Interpreters(Path())
    session.run("%spark.pyspark\nspark.range(2).createOrReplaceTempView('two')\nx = sc.appName")
    session.run("%spark.sql\nSELECT id, 'a' AS name FROM two ORDER BY id")
    session.run("%spark.pyspark\nprint(x == spark.sparkContext.appName)\nz.show('text')")
    session.run("%md\n*a*")
    assert capsys.readouterr().out == (
        "%table id\tname\n0\ta\n1\ta\nTrue\ntext\n%html <p><em>a</em></p>\n\n"
    )


@pytest.mark.parametrize(
    ("paragraph", "error"),
    [
        ("%spark.pyspark\n1 / 0", "division by zero"),
        ("%spark.sql\nSELECT nothing", "UNRESOLVED_COLUMN"),
        ("%spark.kotlin\n1", "interpreter is %spark.kotlin"),
        ("%md\n ", "the paragraph is empty"),
        ("%spark.conf\nspark.jars x", "comes too late"),
    ],
)
def test_a_paragraph_that_fails_is_an_error(spark, paragraph, error):
    session = paragraphs.Interpreters(Path())
    session.run("%spark.pyspark\nspark")
    with pytest.raises(Exception, match=error):
        session.run(paragraph)
