"""The page of a run, and the picture of a pair, in a notebook."""

import json
from html import unescape

import pytest

import net2vec


def test_a_run_is_found_by_any_of_its_paths(tmp_path):
    run = tmp_path / "results" / "runs" / "r1"
    run.mkdir(parents=True)
    page = run / "report.html"
    page.write_text('<p title="é">1 < 2</p>', encoding="utf-8")
    (tmp_path / "results" / "latest.json").write_text(json.dumps({"run_id": "r1"}), "utf-8")
    for path in (tmp_path / "results", str(run), page):
        shown = net2vec.show(path, height=300)
        assert shown.html == '<p title="é">1 < 2</p>'
        frame = shown._repr_html_()
        assert unescape(frame.split('srcdoc="')[1].split('"')[0]) == shown.html
        assert "height: 300px" in frame


def test_a_run_without_a_page_says_how_to_make_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"report\.html: evaluate --report writes it with"):
        net2vec.show(tmp_path)


def test_a_pair_has_a_picture(masks):
    diagnosis = net2vec.net2vec_diagnose("prediction", "target", picture=True)
    picture = masks.select(diagnosis.instances[0].picture).first()[0]
    assert bytes(picture[:4]) == b"\x89PNG"
