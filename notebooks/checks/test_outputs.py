import base64
import io

import matplotlib.image
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from outputs import differences, notebook_differences, picture_differences, text_differences


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def table(html):
    return new_output("execute_result", data={"text/html": html, "text/plain": "DataFrame"})


def picture(pixels):
    buffer = io.BytesIO()
    matplotlib.image.imsave(buffer, pixels, format="png", cmap="gray", vmin=0, vmax=1)
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("value 0.875", "value 0.875"),
        ("value 1843.0849348715506", "value 1843.0849348715508"),
        ("value 1e-300", "value 1.0000000001e-300"),
        ("|  1 | a |", "| 1 | a |"),
        ("<td>0.3</td>", "<td>0.30000000000000004</td>"),
        ("-0.5", "-0.50"),
    ],
)
def test_same_text(one, other):
    assert text_differences(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("value 0.875", "value 0.876", "'0.876', but was '0.875'"),
        ("value 1843.0849", "value 1843.0850", "'1843.0850', but was '1843.0849'"),
        ("value 0.5", "value -0.5", "'-0.5', but was '0.5'"),
        ("0.5", "NaN", "'NaN', but was '0.5'"),
        ("0", "1e-12", "'1e-12', but was '0'"),
        ("mean 3", "sum 3", "'sum', but was 'mean'"),
        ("0-dog", "1-dog", "'1', but was '0'"),
        ("v1.2.3", "v1.2.4", "'v1.2.4', but was 'v1.2.3'"),
        ("1 2 3", "1 2", "2 words and numbers, but were 3"),
    ],
)
def test_other_text(one, other, difference):
    assert text_differences(one, other) == [difference]


def test_a_table_is_compared_as_text():
    one, other = table("<td>person</td><td>2000.9</td>"), table("<td>person</td><td>2001.9</td>")
    assert differences([one], [one]) == []
    assert differences([one], [other]) == ["text/html: '2001.9', but was '2000.9'"]


def test_a_column_more_is_a_difference():
    one, other = table("<td>person</td>"), table("<td>person</td><td>7</td>")
    assert len(differences([one], [other])) == 1


def test_pieces_of_what_is_printed_are_one():
    assert differences([printed("a b")], [printed("a "), printed("b")]) == []


def test_standard_error_does_not_count():
    noisy = [printed("WARN", "stderr"), printed("a"), printed("[Stage 0]", "stderr"), printed("b")]
    assert differences([printed("ab")], noisy) == []


def test_a_missing_output_is_a_difference():
    assert differences([printed("a")], []) == ["outputs are [], but were [['stream', 'printed']]"]
    assert len(differences([], [printed("a")])) == 1


def test_an_error_is_a_difference():
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    assert len(differences([printed("a")], [error])) == 1


def test_pictures_may_differ_a_little():
    pixels = np.linspace(0, 1, 64 * 48).reshape(48, 64)
    assert picture_differences(picture(pixels), picture(np.clip(pixels + 0.01, 0, 1))) == []


def test_another_picture_is_a_difference():
    pixels = np.linspace(0, 1, 64 * 48).reshape(48, 64)
    blank, small = picture(np.ones_like(pixels)), picture(pixels[1:])
    assert "away, but at most 0.02" in picture_differences(picture(pixels), blank)[0]
    assert picture_differences(picture(pixels), small) == [
        "picture of (47, 64, 4), but was (48, 64, 4)"
    ]


def test_a_picture_gone_is_a_difference():
    data = {"image/png": picture(np.eye(4)), "text/plain": "<Figure>"}
    one = new_output("display_data", data=data)
    other = new_output("display_data", data={"text/plain": "<Figure>"})
    assert len(differences([one], [other])) == 1


def test_a_notebook_names_the_cell():
    def notebook(text):
        return new_notebook(cells=[new_code_cell("x", id="sweep", outputs=[printed(text)])])

    assert notebook_differences(notebook("1"), notebook("1.0")) == []
    assert notebook_differences(notebook("1"), notebook("2")) == [
        "cell sweep: printed: '2', but was '1'"
    ]
