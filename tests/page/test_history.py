"""Undo: what the owner wrote is brought back; money, stock and counts are never touched."""

import pytest
from reversion.models import Version

from shop.catalogue.models import Picture
from shop.offers.models import Coupon
from shop.page.models import Page, Section, Storefront, Testimonial

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_back(dora):
    """`bring_back(thing)` saves the form of the version before the last; returns the answer."""

    def save(thing, number=1):
        version = Version.objects.get_for_object(thing)[number]
        meta = thing._meta
        place = f"/admin/{meta.app_label}/{meta.model_name}/{thing.pk}/history/{version.pk}/"
        context = dora.client.get(place).context
        sets = [one.formset for one in context["inline_admin_formsets"]]
        forms = [context["adminform"].form, *(one.management_form for one in sets)]
        forms += [form for one in sets for form in one.initial_forms]
        fields = {bound.html_name: bound.value() for form in forms for bound in form}
        kept = {k: v for k, v in fields.items() if v is not None and v is not False}
        return dora.client.post(place, {**kept, "_save": "yes"})

    return save


def test_a_page_with_its_sections_and_questions(full_page, edit, bring_back, see):
    edit(full_page, title="Worse", **{"sections-3-heading": "Worse", "questions-0-answer": "Worse"})
    edit(full_page.sections.get(kind="trust"), **{"items-0-heading": "Worse"})
    assert "Worse" in see()
    assert bring_back(full_page, 2).status_code == 302
    assert "Worse" not in see()
    assert "The story" in see()


def test_a_section_that_was_deleted_or_came_since(full_page, edit, bring_back, dora, see):
    story = full_page.sections.get(kind="story")
    edit(full_page, **{"sections-3-DELETE": "on"})
    Section.objects.create(page=full_page, kind="story", heading="Came since", position=99)
    bring_back(full_page)
    assert "The story" in see()
    assert "Came since" not in see()
    assert story.items.get().heading == "item of story"


def test_the_page_at_the_root_stays_that(full_page, edit, bring_back, see):
    edit(full_page, title="Other")
    other = Page.objects.create(title="New front", slug="new", language="en", published=True)
    other.show_first()
    bring_back(full_page)
    assert "<title>New front</title>" in see("/")
    assert Page.objects.get(is_default=True) == other


def test_the_storefront_but_not_its_currency(full_page, edit, bring_back, see):
    front = Storefront.objects.get()
    edit(front, tagline_en="Good", tagline_zh_hant="好")
    edit(front, tagline_en="Bad", tagline_zh_hant="壞")
    Storefront.objects.update(currency="USD")
    bring_back(front)
    front.refresh_from_db()
    assert (front.tagline_en, front.tagline_zh_hant, front.currency) == ("Good", "好", "USD")


def test_a_product_but_not_its_stock_or_price(full_page, variant, edit, bring_back):
    product = variant.product
    edit(product, name_en="Worse", **{"variants-0-price": "999", "variants-0-change_by": "5"})
    bring_back(product)
    product.refresh_from_db()
    variant.refresh_from_db()
    assert (product.name_en, variant.price, variant.stock) == ("Morning Mist", 999, 15)


def test_a_coupon_but_not_how_often_it_was_used(page, coupon, edit, bring_back):
    edit(coupon, percent="50")
    Coupon.objects.update(used=7)
    bring_back(coupon)
    coupon.refresh_from_db()
    assert (coupon.value, coupon.used) == (10, 7)


def test_a_testimonial(full_page, edit, bring_back, see):
    review = Testimonial.objects.get()
    edit(review, words="Bad.")
    bring_back(review)
    assert "Good." in see()


def test_a_look_at_a_version_changes_nothing(full_page, edit, dora, see):
    edit(full_page, title="Newer")
    version = Version.objects.get_for_object(full_page).last()
    place = f"/admin/page/page/{full_page.pk}/history/"
    assert f'href="{place}{version.pk}/"' in dora.client.get(place).text
    assert 'value="Wushan Coffee"' in dora.client.get(f"{place}{version.pk}/").text
    assert Page.objects.get().title == "Newer"


def test_a_sections_history_is_its_pages(full_page, dora):
    section = full_page.sections.first()
    answer = dora.client.get(f"/admin/page/section/{section.pk}/history/")
    assert answer["Location"] == f"/admin/page/page/{full_page.pk}/history/"


# Refused


def test_a_version_with_a_picture_that_is_no_more(full_page, edit, bring_back, dora):
    size = {"width": 800, "height": 1000, "widths": [160, 400, 800]}
    shot = Picture.objects.create(token="ab12", **size)
    Page.objects.update(share_picture=shot)
    edit(full_page, title="Other")
    shot.delete()
    assert bring_back(full_page).status_code in (200, 302)
    assert Page.objects.get().title == "Other"


def test_a_stranger(full_page, edit, visitor):
    edit(full_page, title="Other")
    version = Version.objects.get_for_object(full_page).first()
    place = f"/admin/page/page/{full_page.pk}/history/{version.pk}/"
    assert "/admin/login/" in visitor.get(place)["Location"]
    assert "/admin/login/" in visitor.post(place)["Location"]


def test_the_way_back_is_as_on_all_pages_of_the_admin(full_page, dora):
    answer = dora.client.get(f"/admin/page/page/{full_page.pk}/history/").text
    trail = answer.split('class="breadcrumbs"')[1].split("</div>")[0]
    assert "Today" in trail
    assert f'href="/admin/page/page/{full_page.pk}/change/"' in trail
