"""Pages that say the same in several languages know each other, and campaign pages stay apart."""

import re

import pytest

from shop.page.models import Page
from tests.page.test_admin import save_page  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">')


def write(slug, language, **fields):
    return Page.objects.create(
        title=slug, slug=slug, language=language, **{"published": True, **fields}
    )


@pytest.fixture
def chinese(page):
    return write("zh", "zh-hant", translation_of=page)


def alternates(html, settings):
    return [(code, url.removeprefix(settings.SITE_URL)) for code, url in ALTERNATE.findall(html)]


@pytest.mark.parametrize("address", ["/", "/coffee/", "/zh/"])
def test_each_page_names_the_whole_family(address, chinese, see, settings):
    everyone = [("en", "/"), ("zh-hant", "/zh/"), ("x-default", "/")]
    assert alternates(see(address), settings) == everyone


def test_a_page_alone_names_nobody(page, see, settings):
    assert alternates(see(), settings) == []


def test_a_campaign_page_has_a_family_of_its_own(chinese, see, settings):
    spring = write("spring", "en")
    write("spring-zh", "zh-hant", translation_of=spring)
    everyone = [("en", "/spring/"), ("zh-hant", "/spring-zh/"), ("x-default", "/spring/")]
    assert alternates(see("/spring-zh/"), settings) == everyone
    assert alternates(see("/"), settings)[1] == ("zh-hant", "/zh/")


def test_the_translation_may_be_the_page_at_the_root(chinese, see, settings):
    chinese.show_first()
    assert alternates(see("/zh/"), settings)[-1] == ("x-default", "/")


def test_a_page_that_is_not_published_is_named_nowhere(chinese, see):
    Page.objects.filter(pk=chinese.pk).update(published=False)
    assert "/zh/" not in see()


def test_the_footer_leads_to_the_others(chinese, see):
    assert '<a class="link" href="/zh/" hreflang="zh-hant">' in see()


@pytest.mark.parametrize("address", ["/", "/coffee/", "/?utm_source=x"])
def test_the_canonical_address_is_one(address, page, see, settings):
    assert f'<link rel="canonical" href="{settings.SITE_URL}/">' in see(address)


# Refused


def refused(response, field):
    return response.context["adminform"].form.errors[field]


def test_an_original_in_the_same_language(page, save_page):  # noqa: F811
    other = write("other", "en")
    assert refused(save_page(translation_of=other.pk), "translation_of")


def test_an_original_that_is_a_translation_itself(chinese, save_page):  # noqa: F811
    assert refused(save_page(translation_of=chinese.pk), "translation_of")


def test_a_second_page_in_one_language(chinese, page, dora):
    second = write("zh-2", "zh-hant")
    form = f"/admin/page/page/{second.pk}/change/"
    fields = {"title": "2", "slug": "zh-2", "language": "zh-hant", "translation_of": page.pk}
    rows = {
        f"{name}-{n}_FORMS": 0 for name in ("sections", "questions") for n in ("TOTAL", "INITIAL")
    }
    assert "already" in dora.client.post(form, fields | rows).content.decode()


def test_the_originals_language_turned_into_a_translations(chinese, save_page):  # noqa: F811
    assert refused(save_page(language="zh-hant"), "language")
