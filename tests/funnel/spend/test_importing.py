"""Imported once, imported twice, and by whom."""

import pytest
from django.contrib.messages import get_messages

from funnel.api import import_spend
from funnel.models import Spend
from funnel.spend.importing import Outcome
from funnel.spend.table import Unreadable
from tests.admin.conftest import staff
from tests.funnel.spend import files
from tests.funnel.spend.conftest import ADDRESS, bring_in, fields, upload

pytestmark = pytest.mark.django_db


def kept() -> list[tuple]:
    names = ("day", "source", "campaign", "currency", "impressions", "clicks", "cost")
    return sorted(Spend.objects.values_list(*names))


def said(answer) -> str:
    (message,) = get_messages(answer.wsgi_request)
    return str(message)


def test_the_look_keeps_nothing_and_shows_what_would_be_kept(dora, storefront):
    page = upload(dora.client, files.GOOGLE).text
    for shown in ("Winter tea", "1,204", "NT$1,601", "2 lines of totals", "3 new lines"):
        assert shown in page
    assert kept() == []


def test_twice_is_once(dora, storefront):
    first = bring_in(dora.client, files.META)
    assert first.status_code == 302
    assert said(first) == "Imported: 2 new, 0 changed, 0 as before."
    once = kept()

    assert said(bring_in(dora.client, files.META)) == "Imported: 0 new, 0 changed, 2 as before."
    assert kept() == once
    assert len(once) == 2


def test_later_figures_of_the_same_day_replace_the_first(dora, storefront):
    bring_in(dora.client, files.META)
    answer = bring_in(dora.client, files.META.replace("812", "900"))
    assert said(answer) == "Imported: 0 new, 1 changed, 1 as before."
    assert sum(row[-1] for row in kept()) == 900 + 790


def test_pasted_lines_are_a_file_too(dora, storefront):
    answer = dora.client.post(ADDRESS, {"text": files.META})
    dora.client.post(ADDRESS, fields(answer) | {"import": "1"})
    assert len(kept()) == 2


def test_who_changes_the_reading_sees_it_first(dora, storefront):
    answer = bring_in(dora.client, files.META, source="instagram")
    assert answer.status_code == 200
    assert kept() == []
    dora.client.post(ADDRESS, fields(answer) | {"import": "1"})
    assert {row[1] for row in kept()} == {"instagram"}


def test_the_shop_may_hand_in_a_file_itself():
    assert import_spend(files.META.encode()) == Outcome(new=2)
    assert import_spend(files.META.encode()) == Outcome(same=2)
    with pytest.raises(Unreadable, match="Line 3: cost “abc” is no amount"):
        import_spend(files.META.replace("790", "abc").replace("812", "999").encode())
    assert sum(row[-1] for row in kept()) == 812 + 790


def test_a_formula_is_kept_as_text_and_shown_as_text(dora, storefront):
    text = files.PLAIN.replace("autumn", '"=HYPERLINK(""http://x"")<b>"')
    assert "&lt;b&gt;" in upload(dora.client, text).text
    bring_in(dora.client, text)
    assert '=HYPERLINK("http://x")<b>' in {row[2] for row in kept()}


def test_fifty_thousand_lines(dora, storefront):
    lines = "".join(
        f"2026-11-{n % 30 + 1:02},google,c{n // 30},9,1,2.5,USD\n" for n in range(49_999)
    )
    answer = bring_in(dora.client, "day,source,campaign,impressions,clicks,cost,currency\n" + lines)
    assert said(answer) == "Imported: 49999 new, 0 changed, 0 as before."
    assert Spend.objects.count() == 49_999


def test_strangers_are_refused(client, storefront):
    assert client.get(ADDRESS).status_code == 302
    assert client.post(ADDRESS, {"text": files.META}).status_code == 302
    for rights in ([], ["view_spend"], ["change_spend"]):
        clerk = staff(f"clerk{len(rights)}{''.join(rights)}", *rights).client
        assert clerk.get(ADDRESS).status_code == 403
        assert clerk.post(ADDRESS, {"text": files.META}).status_code == 403
    assert kept() == []


def test_who_may_add_and_change_spend_may_import(storefront):
    assert staff("ann", "add_spend", "change_spend").client.get(ADDRESS).status_code == 200
