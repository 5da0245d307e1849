"""A page that is rendered once and filled in for each visitor, packed or not."""

import gzip
import re
import subprocess

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from shop.lib.seams import Cut, deflated, fill_in

TEXTS = ("<p>Dear ", " and " * 300, "霧山</p>")
PAGE = Cut((TEXTS[0], "name", TEXTS[1], "other", TEXTS[2]), tuple(map(deflated, TEXTS)))
OWN = {"name": "Ben", "other": "晨霧"}


def answered(accepts, page=PAGE, own=OWN):
    response = HttpResponse()
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    fill_in(response, request, page, own)
    return response


@pytest.mark.parametrize(
    "own", [OWN, {"name": "", "other": ""}, {"name": "x" * 70_000, "other": "y"}]
)
def test_what_is_packed_is_what_is_filled_in(own):
    packed = PAGE.gzipped(own)
    assert gzip.decompress(packed).decode() == PAGE.fill(own)


def test_it_is_shorter():
    assert len(PAGE.gzipped(OWN)) < len(PAGE.fill(OWN)) / 5


def test_a_browser_that_takes_gzip_gets_it():
    response = answered("gzip, deflate, br, zstd")
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content).decode() == PAGE.fill(OWN)


@pytest.mark.parametrize("accepts", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0", "gzippy"])
def test_another_gets_it_as_it_is(accepts):
    response = answered(accepts)
    assert "Content-Encoding" not in response
    assert response["Vary"] == "Accept-Encoding"
    assert response.content.decode() == PAGE.fill(OWN)


def test_the_length_does_not_tell_whether_a_guess_resembles_a_secret():
    secret = "csrf-4f6a8e"
    lengths = {
        len(PAGE.gzipped({"name": guess, "other": secret})) for guess in (secret, "another-one")
    }
    assert len(lengths) == 1


def test_a_page_that_is_not_packed_is_sent_as_it_is():
    assert "Content-Encoding" not in answered("gzip", Cut(PAGE.pieces))


def test_another_program_reads_it_too():
    said = subprocess.run(["gzip", "-dc"], input=PAGE.gzipped(OWN), capture_output=True, check=True)
    assert re.sub(" and ", "", said.stdout.decode()) == "<p>Dear Ben晨霧霧山</p>"
