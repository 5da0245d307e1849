"""What undo refuses: versions of other things, what was saved with them, staff who may not."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import OperationalError, connection
from django.test import Client
from reversion.models import Version

from shop.offers.models import Coupon
from shop.page.models import Page, Section
from tests.page.test_history import bring_back  # noqa: F401

pytestmark = pytest.mark.django_db

REVIEW = {"name": "Eve", "words": "Mine.", "stars": 5, "language": "en", "position": 0}


@pytest.fixture
def staff():
    """`staff("change_page")` → the client of an employee who may do just that."""

    def employed(*may):
        user = User.objects.create_user("eve", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=may))
        client = Client()
        client.force_login(user)
        return client

    return employed


@pytest.fixture
def older(coupon, edit):
    """A version of a coupon that gave 10 % and was used 7 times since."""
    edit(coupon, percent="50")
    Coupon.objects.update(used=7)
    return Version.objects.get_for_object(coupon)[1]


def stays():
    return list(Coupon.objects.values_list("value", "used")) == [(50, 7)]


def test_by_the_address_of_another_thing_with_the_same_key(full_page, older, staff):
    eve = staff("view_testimonial", "change_testimonial")
    place = f"/admin/page/testimonial/{older.object_id}/history/{older.pk}/"
    assert eve.post(place, REVIEW).status_code == 404
    assert stays()


def test_by_the_way_to_what_was_deleted(full_page, older, dora, form_of):
    fields = form_of(Coupon.objects.get())[1]
    for place in (f"/admin/offers/coupon/recover/{older.pk}/", "/admin/offers/coupon/recover/"):
        assert dora.client.post(place, fields).status_code == 404
    assert stays()


def test_by_who_may_only_add(full_page, older, staff, form_of):
    fields = {"code": "MINE", "kind": "percent", "percent": 5, "_saveasnew": "yes"}
    eve = staff("add_coupon", "view_coupon")
    place = f"/admin/offers/coupon/{older.object_id}/history/{older.pk}/"
    assert eve.post(place, fields).status_code == 403
    assert stays()


def test_sections_by_who_may_change_none(full_page, edit, staff):
    edit(full_page, title="Other")
    version = Version.objects.get_for_object(full_page)[1]
    place = f"/admin/page/page/{full_page.pk}/history/{version.pk}/"
    eve = staff("view_page", "change_page", "view_section")
    assert eve.post(place, {}).status_code == 403


def test_a_look_without_permission(full_page, staff):
    assert staff("view_page").post(f"/admin/page/page/{full_page.pk}/change/").status_code == 403
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "place", ["page/page/x", "offers/coupon/x", "page/section/x", "page/page/0"]
)
def test_what_is_not_there(page, place, dora):
    assert dora.client.post(f"/admin/{place}/history/1/").status_code == 404
    assert dora.client.get(f"/admin/{place}/history/").status_code in (302, 404)


# Of what was saved together, only the thing itself comes back.


def test_not_a_coupon_of_the_same_list(full_page, coupon, dora, edit, bring_back):  # noqa: F811
    other = Coupon.objects.create(code="OTHER", kind="percent", value=20)
    rows = {f"form-{n}-id": one.pk for n, one in enumerate(Coupon.objects.all())}
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "yes", **rows}
    dora.client.post("/admin/offers/coupon/", form)
    Coupon.objects.filter(pk=other.pk).update(used=7)
    edit(other, percent="50")
    edit(coupon, percent="50")
    assert Version.objects.get_for_object(coupon)[1].revision.version_set.count() == 2
    bring_back(coupon)
    other.refresh_from_db()
    assert (other.value, other.used, other.active) == (50, 7, False)
    coupon.refresh_from_db()
    assert (coupon.value, coupon.active) == (10, False)


def test_not_the_copy_that_was_made_with_it(full_page, edit, bring_back):  # noqa: F811
    edit(full_page, _duplicate="yes")
    copy = Page.objects.get(is_default=False)
    edit(copy, title="Campaign", published="on")
    copy.show_first()
    edit(full_page, title="Worse")
    bring_back(full_page)
    copy.refresh_from_db()
    assert (copy.title, copy.published, copy.is_default) == ("Campaign", True, True)
    assert Page.objects.get(pk=full_page.pk).title == "Wushan Coffee"
    assert (
        Section.objects.filter(page=copy).count() == Section.objects.filter(page=full_page).count()
    )


@pytest.mark.django_db(transaction=True)
def test_a_save_whose_version_cannot_be_kept(full_page, form_of, dora):
    def busy(execute, sql, *rest):
        if "INTO" in sql and "reversion_version" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    place, fields = form_of(full_page)
    dora.client.post(place, fields)  # the first version
    with connection.execute_wrapper(busy):
        answer = dora.client.post(place, {**fields, "title": "Half done"})
    assert answer.status_code == 503
    assert Page.objects.get().title == "Wushan Coffee"
