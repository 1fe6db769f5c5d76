"""The page of a run in a browser: Chromium logs no error and asks nothing of the network, tables sort
and filter by keyboard, and axe-core finds no serious fault; for the sample, the COCO excerpt, and a
dataset whose names are markup, long, and of every plane of Unicode. Screenshots are kept in
target/ci/report."""

import json
import os
import shutil
from importlib.resources import files

import pytest
from playwright.sync_api import sync_playwright

from commands import LAUNCHER, ROOT, SHARED, WORK, run

pytestmark = pytest.mark.xdist_group("report")

OPTIONS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync""".split()
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}
FACTORS = ["--factor-pos-class", "0.1,0.3,0.5,0.7,0.9", "--report", "--curve"]
SCREENSHOTS = WORK / "report"
PEOPLE = SHARED / "data" / "coco-people"


def chromium():
    """Returns the browser's program, which is installed where there is none."""
    names = ["chromium", "google-chrome", "chromium-browser"]
    if not any(map(shutil.which, names)):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        run([*root, "apt-get", "update", "--quiet"])
        run([*root, "apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"])
    return next(filter(None, map(shutil.which, names)))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["sample", "people", "hostile"])
def page_file(request, jars, tmp_path_factory):
    if request.param == "people" and not PEOPLE.is_dir():
        pytest.skip("coco-people is not beside this checkout")
    directory = tmp_path_factory.mktemp(request.param)
    words = [LAUNCHER, "evaluate", "--group-by", "concept", "--id", "instance", "--output", directory]
    if request.param == "sample":
        words += ["--input", ROOT / "job/sample", "--gates", "net2vec min=2000"]
        status = 20
    elif request.param == "people":
        words += ["--input", PEOPLE / "instances.parquet", "--group-by", "image_id"]
        status = 0
    else:
        rows = directory / "rows.json"
        rows.write_text("\n".join(map(json.dumps, hostile_rows())) + "\n", encoding="utf-8")
        words = [*words[:-1], directory / "results", "--input", rows, "--format", "json"]
        status = 21
    run([*words, *FACTORS], status=status)
    [page] = directory.glob("**/runs/*/report.html")
    return request.param, page


def hostile_rows():
    markup = "</script></style></textarea><script>document.title='broken'</script><img src=x onerror=alert(1)>"
    planes = "".join(chr(0x10000 * plane + 0x41) for plane in range(17)) + "\u202e\u0000\u001b[31m\ufffe"
    names = [markup, "'\"><b onclick=alert(2)>", planes, "x" * 200_000, planes * 6_000, "", "\n\t${7*7}"]
    for i in range(70):
        yield {
            "instance": f"{i}{names[i % len(names)]}",
            "concept": names[i // len(names) % len(names)],
            "prediction": [i / 70, 0.5, 2 if i % 23 == 22 else 0.25],
            "target": [1, 0, i % 2],
        }


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_in_a_browser(page_file, browser, view):
    name, file = page_file
    assert file.stat().st_size < 5_000_000
    context = browser.new_context(**VIEWS[view])
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("#by-b canvas")
    page.wait_for_selector("#histogram canvas")
    page.wait_for_selector("#precision-recall canvas")
    page.wait_for_selector("#iou canvas")
    pictures = page.locator("figure img").all()
    assert pictures and all(picture.evaluate("each => each.naturalWidth") for picture in pictures)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{view}.png", full_page=True)
    assert page.title().startswith("Net2Vec evaluation")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is too wide"
    sorts_and_filters(page)
    assert faults(page) == []
    assert said == []
    assert asked == [file.as_uri()]
    context.close()


def sorts_and_filters(page):
    header = page.locator("#groups thead th", has_text="value").first
    at = header.evaluate("each => each.cellIndex")
    cells = f"#groups tbody tr td:nth-child({at + 1})"
    button = header.locator("button")
    button.focus()
    for direction in "ascending", "descending":
        page.keyboard.press("Enter")
        assert header.get_attribute("aria-sort") == direction
        texts = page.locator(cells).all_text_contents()
        numbers = [float(text.replace(",", "")) for text in texts if text]
        assert len(numbers) > 5 and numbers == sorted(numbers, reverse=direction == "descending")
    rows = page.locator("#groups tbody tr")
    first = rows.first.locator("td").first.text_content()
    if first.isalpha():
        box = page.locator(".tools:has(+ .scroll #groups) input[type=search]")
        box.fill(first.upper())
        shown = [row.text_content() for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < rows.count() and all(first in text for text in shown)
        box.fill("")
    assert all(row.is_visible() for row in rows.all())


def faults(page):
    found = page.evaluate(AXE + "; axe.run(document, {resultTypes: ['violations']})")["violations"]
    print([(fault["id"], fault["impact"]) for fault in found])
    return [
        (fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
