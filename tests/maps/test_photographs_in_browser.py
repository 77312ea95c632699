"""Photographs as a reader sees, sends and adds them: a pair under a slider, a suggestion, the editor."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

import geo
from geo import Layer
from maps import render_page
from tests.browser import Opener
from tests.conftest import Command
from tests.geo.samples import feature
from tests.maps.editor.served import ServedHere
from tests.maps.pages import word
from tests.maps.test_photos import HIDDEN, jpeg, located, png
from tests.maps.test_suggest_in_browser import field, saved, suggest_new

ID = "chevrolet-kostanay"


def described(text: str, **image: str) -> dict[str, str]:
    return {f"alt_{code}": text for code in ("en", "ru", "uz", "kk")} | {"credit": "A. B.", "licence": "CC0"} | image


def layer_of(folder: Path, *images: dict[str, str]) -> Path:
    """A layer of one project with these pictures."""
    path = folder / "data" / "projects.geojson"
    path.parent.mkdir()
    path.write_text(geo.text(Layer((feature(**({"images": list(images)} if images else {})),))), encoding="utf-8")
    return path


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def drawn_apart(page: Page) -> bool:
    """Whether the picture of after stands beside the one of before, and not over it."""
    before, after = (page.locator(f".pair-{side} img").last.bounding_box() for side in ("before", "after"))
    assert before is not None
    assert after is not None
    return after["x"] >= before["x"] + before["width"]


def test_a_pair_is_moved_by_keys_and_stands_side_by_side_on_stage_and_paper(open_page: Opener, tmp_path: Path):
    before = described("Before", src="before.jpg", pair="before")
    path = layer_of(tmp_path, before, described("After", src="after.png", pair="after"))
    (path.parent / "before.jpg").write_bytes(jpeg())
    (path.parent / "after.png").write_bytes(png())
    page = open_page(render_page(geo.read(path)), language_hash=f"lang=en&project={ID}")
    slider = page.get_by_role("slider")
    expect(page.locator(".card > :first-child.pair")).to_be_visible()
    expect(page.locator(".card figcaption")).to_have_text("A. B., CC0")
    assert not drawn_apart(page)
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "Before 60 %, After 40 %")
    assert (
        page.locator(".pair-after img").evaluate("(img) => getComputedStyle(img).clipPath") == "inset(0px 0px 0px 60%)"
    )
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn_apart(page)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.evaluate(f"location.hash = 'lang=en&present={ID}'")
    expect(page.locator(".stage .pair img").last).to_be_visible()
    assert drawn_apart(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=word("en", "table.open")).first.click()
    expect(page.locator(".table-photo")).to_have_attribute("alt", "Before")


def test_a_picture_travels_in_a_suggestion_and_is_stored_when_it_is_taken_in(
    open_page: Opener, command: Command, tmp_path: Path
):
    path = layer_of(tmp_path)
    page = open_page(render_page(geo.read(path)), language_hash="lang=en")
    suggest_new(page)
    field(page, "name_en").fill("New plant")
    page.get_by_text(word("en", "suggest.more"), exact=True).click()
    page.locator(".form details summary", has_text=word("en", "table.images")).click()
    page.get_by_role("button", name="+ " + word("en", "table.images")).click()
    (tmp_path / "My Plant.JPG").write_bytes(jpeg(6))
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    page.locator(".picture-field input[type=file]").set_input_files(tmp_path / "text.jpg")
    expect(page.locator(".picture-field [role=status]")).to_have_text(word("en", "form.picture_bad"))
    page.locator(".picture-field input[type=file]").set_input_files(tmp_path / "My Plant.JPG")
    expect(field(page, "images[0].src")).to_have_value("photos/my-plant.jpg")
    expect(page.locator(".picture-field img")).to_be_visible()
    for key, text in described("A plant").items():
        if key in ("alt_en", "credit", "licence"):
            field(page, f"images[0].{key}").fill(text)
    file = saved(page)
    [(source, text)] = file["suggestion"]["pictures"].items()
    assert source == file["features"][0]["properties"]["images"][0]["src"] == "photos/my-plant.jpg"
    sent = b64decode(text)
    assert HIDDEN.encode() not in sent
    assert opened(sent).size == (16, 24)  # turned upright
    (tmp_path / "suggestion.geojson").write_text(json.dumps(file), encoding="utf-8")
    done = command("review", "suggestion.geojson", "--yes", "new-plant", cwd=tmp_path)
    assert "Picture photos/my-plant.jpg, 16 × 24, 0 kB; look at it: " in done.stdout
    assert "took in new-plant" in done.stdout
    [image] = geo.read(path).projects[-1].properties["images"]
    assert image["src"] == "photos/my-plant.webp"
    assert opened((path.parent / image["src"]).read_bytes()).size == (16, 24)


def test_the_editor_stores_the_pixels_and_offers_where_they_were_taken(open_page: Opener, tmp_path: Path):
    path = layer_of(tmp_path)
    (tmp_path / "plant.jpg").write_bytes(located((42.0, 27.6, 0.0), (59.0, 36.6, 0.0)))
    server = ServedHere(path)
    page = open_page.served(server.address)
    page.evaluate(f"location.hash = 'lang=en&project={ID}'")
    page.locator(".card-actions").get_by_role("button", name=word("en", "edit.change")).click()
    page.locator(".form details").last.locator("summary").click()
    page.get_by_role("button", name="+ " + word("en", "table.images")).click()
    page.locator(".picture-field input[type=file]").set_input_files(tmp_path / "plant.jpg")
    expect(field(page, "images[0].src")).to_have_value("photos/plant.webp")
    expect(page.locator(".picture-field img")).to_be_visible()
    for key, text in described("A plant").items():
        page.locator(f".form-languages [lang={key[-2:]}]").click() if key.startswith("alt_") else None
        field(page, f"images[0].{key}").fill(text)
    expect(page.get_by_role("button", name=word("en", "form.picture_place"))).to_be_visible()
    save = page.locator(".workplace").get_by_role("button", name=word("en", "edit.save"), exact=True)
    save.click()
    expect(page.locator(".edit-said")).to_contain_text("changed")
    [project] = geo.read(path).projects
    assert project.properties["images"] == [{"src": "photos/plant.webp"} | described("A plant")]
    assert project.geometry == feature()["geometry"]  # never taken without being asked for
    assert not opened((path.parent / "photos" / "plant.webp").read_bytes()).getexif()
    server.stop()
