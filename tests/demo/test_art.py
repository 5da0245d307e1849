"""The drawings themselves: well formed, and the same every time they are drawn."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from shop.demo.art.noise import fbm, ridged
from shop.demo.art.scenes import SCENES, sign
from shop.demo.art.svg import Drawing, mix, polyline, smooth


@pytest.mark.parametrize("name", ["hero-tall", "night-cup", "story-roasting", "portrait-1"])
def test_a_scene_is_well_formed_and_as_large_as_it_says(name):
    width, height, draw = SCENES[name]
    root = ElementTree.fromstring(draw())
    assert (root.get("width"), root.get("height")) == (str(width), str(height))


def test_a_scene_is_the_same_each_time():
    draw = SCENES["portrait-2"][2]
    assert draw() == draw()


def test_every_reference_is_defined():
    root = ElementTree.fromstring(SCENES["morning-cup"][2]())
    ids = {element.get("id") for element in root.iter()}
    used = {
        value.removeprefix("url(#").removesuffix(")")
        for element in root.iter()
        for value in element.attrib.values()
        if value.startswith("url(#")
    }
    assert used
    assert used <= ids


def test_the_sign_is_committed_as_drawn():
    file = Path(__file__).resolve().parents[2] / "static" / "demo" / "logo.svg"
    assert file.read_text() == sign() + "\n"


def test_noise_stays_in_its_bounds():
    assert all(-1 < fbm(x / 7, 3) < 1 for x in range(300))
    assert all(0 <= ridged(x / 7, 3) <= 1 for x in range(300))


def test_a_layer_is_kept_apart():
    d = Drawing(10, 10)
    d.add("<a/>")
    assert d.layer(lambda: d.add("<b/>")) == "<b/>"
    assert "<b/>" not in d.svg()


def test_colours_mix_and_paths_close():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert polyline([(0, 0), (1, 0), (1, 1)]) == "M0 0L1 0L1 1Z"
    assert smooth([(0, 0), (3, 0), (3, 3)]).count("C") == 2
