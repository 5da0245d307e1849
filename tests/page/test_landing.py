import pytest

from shop.page.models import Page, Section, Testimonial

pytestmark = pytest.mark.django_db


def test_shows_the_default_page_at_the_root(full_page, see):
    assert "<title>Wushan Coffee</title>" in see("/")


def test_shows_a_page_by_its_address(full_page, see):
    assert "The hero" in see("/coffee/")


@pytest.mark.parametrize("kind", Section.Kind.values)
def test_draws_each_kind_of_section(kind, full_page, see):
    assert f"section--{kind}" in see()


def test_sections_come_in_the_owners_order(add_section, see):
    last = add_section("faq", heading="Second")
    add_section("trust", heading="Third")
    Section.objects.create(page=last.page, kind="story", heading="First", position=0)
    Section.objects.filter(pk=last.pk).update(position=1)
    html = see()
    assert html.index("First") < html.index("Second") < html.index("Third")


def test_two_sections_of_a_kind_have_different_anchors(add_section, see):
    add_section("story", heading="One")
    second = add_section("story", heading="Two")
    html = see()
    assert 'id="story"' in html
    assert f'id="story-{second.pk}"' in html


def test_every_id_is_there_once(full_page, see):
    ids = see().split(' id="')[1:]
    names = [text.partition('"')[0] for text in ids]
    assert sorted(names) == sorted(set(names))


def test_the_menu_leads_to_what_is_there(add_section, see):
    add_section("faq", heading="Questions")
    html = see()
    assert '<a href="#faq">' in html
    assert '<a href="#testimonials">' not in html


def test_the_page_speaks_its_language(full_page, see):
    Page.objects.create(title="霧山咖啡", slug="zh", language="zh-hant", published=True)
    assert '<html lang="zh-hant">' in see("/zh/")


def test_the_pages_language_goes_along_to_the_cart(full_page, visitor):
    Page.objects.create(title="霧山咖啡", slug="zh", language="zh-hant", published=True)
    visitor.get("/zh/")
    assert '<html lang="zh-hant">' in visitor.get("/cart/").content.decode()


def test_a_head_request_gets_the_headers(full_page, visitor):
    response = visitor.head("/")
    assert response.status_code == 200
    assert response.content == b""


def test_browsers_keep_no_copy_without_asking(full_page, visitor):
    assert visitor.get("/")["Cache-Control"] == "private, no-cache"


# Refused


def test_an_unpublished_page_is_not_there(full_page, visitor):
    Page.objects.update(published=False)
    assert visitor.get("/").status_code == 503
    assert visitor.get("/coffee/").status_code == 404


def test_a_hidden_section_is_not_shown(full_page, see):
    Section.objects.filter(kind="story").update(visible=False)
    assert "The story" not in see()


def test_an_unapproved_review_is_not_shown(full_page, see):
    Testimonial.objects.update(approved=False, words="Not yet.")
    assert "Not yet." not in see()


def test_a_review_in_another_language_is_not_shown(full_page, see):
    Testimonial.objects.update(language="zh-hant", words="很好喝")
    assert "很好喝" not in see()


def test_an_unpublished_product_is_not_shown(full_page, variant, see):
    variant.product.published = False
    variant.product.save()
    assert "product-morning-mist" not in see()


@pytest.mark.parametrize(
    "address", ["/nothing/", "/%00/", "/../", "/%E2%80%AE/", "/" + "a" * 5000 + "/", "/coffee/x/"]
)
def test_rubbish_is_not_found(address, full_page, visitor):
    assert visitor.get(address).status_code in (400, 404)


def test_a_page_takes_no_posts(full_page, visitor):
    assert visitor.post("/").status_code == 405


def test_nobody_is_lost_where_no_page_is(full_page, visitor):
    answer = visitor.get("/no/such/page/")
    assert answer.status_code == 404
    for part in ('class="header"', 'class="brand"', 'href="mailto:hello@shop.example"'):
        assert part in answer.text


def test_a_shop_that_has_nothing_yet_says_so_too(db, visitor):
    assert visitor.get("/no/such/page/").status_code == 404


def test_what_is_not_here_changes_no_token(visitor, page):
    """A browser asks for icons by itself: their answer, come late, voided the form beside it."""
    assert "csrftoken" not in visitor.get("/apple-touch-icon.png").cookies
