"""The funnel's two public addresses: what browsers report, and the buyer's word on cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import beacon, filters, intake
from .consent import forget_browser, remember
from .intake import Outcome
from .same_origin import from_our_pages
from .stages import Stage


@csrf_exempt
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Take one beacon: 202 stored, 204 filtered or stored before, 4xx refused.

    Exempt from CSRF because `sendBeacon` can't send a header and because the signed token in the
    body is the guard: it shows that the sender was given one of our pages.
    """
    try:
        beacon.check_rate(request)
        return HttpResponse(status=202 if take(request) is Outcome.STORED else 204)
    except beacon.Refused as refusal:
        return HttpResponse(status=refusal.status, headers=refusal.headers)


def take(request: HttpRequest) -> Outcome:
    """Store a beacon's stage, or its details. Raises Refused, or DatabaseError (503) with nothing
    stored."""
    content = beacon.read(request)
    if "details" in content:
        return _take_details(request, content)
    stage = beacon.stage_of(content)
    visitor, view, visit = beacon.visit_of(content, request)
    at = timezone.now() - beacon.age_of(content)
    if stage == Stage.LANDING and visit.get("recorded"):
        return Outcome.KNOWN
    outcome = intake.take(
        request,
        stage,
        visitor=visitor,
        key=view,
        context=_describe(request, stage, visit["page"], content),
        at=at,
    )
    if outcome is Outcome.FILTERED and settings.FUNNEL_LANDING_BY == "beacon":
        _count_landing(request, stage)
    return outcome


def _take_details(request: HttpRequest, content: dict) -> Outcome:
    visitor, view, visit = beacon.visit_of(content, request)
    notes = beacon.notes_of(content, view, visit["page"])
    return intake.take_notes(request, notes, visitor=visitor, at=timezone.now())


def _describe(request: HttpRequest, stage: Stage, page: str, content: dict) -> dict[str, str]:
    if stage != Stage.LANDING:
        return intake.describe(request, stage, page)
    url, referrer = content.get("url", ""), content.get("referrer", "")
    return intake.describe_address(request, page, url=str(url), referrer=str(referrer))


def _count_landing(request: HttpRequest, stage: Stage) -> None:
    """Where a CDN shows the page this is the first we hear of a bot; else it was counted there."""
    if stage == Stage.LANDING:
        filters.count(filters.reason(request))


@from_our_pages
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Turn the visitor cookie on or off (`consent=yes|no`) and go back to `next`."""
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("consent") == "yes":
        remember(request, response)
    else:
        forget_browser(request, response)
    return response
