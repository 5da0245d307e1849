"""Journeys from before get what they owe to each of their landings, and so does their state."""

import json
from collections import defaultdict
from datetime import timedelta

from django.db import migrations, models
from django.db.models import Max

AT_ONCE, MOST = 500, 50
MISSING = {"source": "(direct)", "medium": "(none)", "campaign": "(none)"}
LATER = ("interest", "cart", "checkout_order", "checkout_delivery", "checkout_payment", "purchase")


def note_touches(apps, schema_editor):
    alias = schema_editor.connection.alias
    journeys = apps.get_model("funnel", "Journey").objects.using(alias)
    events = apps.get_model("funnel", "Event").objects.using(alias).filter(name="landing")
    last = journeys.aggregate(last=Max("id"))["last"] or 0
    for begin in range(0, last, AT_ONCE):
        some = list(journeys.filter(id__gt=begin, id__lte=begin + AT_ONCE))
        landings = defaultdict(list)
        theirs = events.filter(visitor__in={journey.visitor for journey in some})
        for event in theirs.order_by("at", "key").only("visitor", "at", "context").iterator():
            landings[event.visitor].append(event)
        changed = [_changed(journey, landings[journey.visitor]) for journey in some]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE funnel_journey SET touches = %s, state = %s WHERE id = %s", changed
            )


def forget_state(apps, schema_editor):
    """The recorder makes a journey without state anew at the visitor's next event."""
    journeys = apps.get_model("funnel", "Journey").objects.using(schema_editor.connection.alias)
    journeys.exclude(state="").update(state="")


def _changed(journey, landings):
    until = journey.last_landing_at
    own = [event for event in landings if journey.entry_at <= event.at <= until]
    # Who came in the middle has no landing, only what the first event knew.
    touches = credited = [[[journey.source, journey.medium, journey.campaign], 1]]
    if own:
        after = getattr(journey, f"{LATER[journey.reached - 2]}_after") if journey.reached > 1 else 0
        furthest = journey.started_at + timedelta(microseconds=after or 0)
        touches = _touches(own)
        credited = _touches([event for event in own if event.at <= furthest])
    state = journey.state
    if state:
        at, _touch, chains = json.loads(state)
        state = _json([at, touches, chains])
    return _json(credited) if len(credited) > 1 else "", state, journey.id


def _touches(landings):
    """As the recorder counts them: direct ones only if there is no other, and then the first."""
    came = [
        tuple(event.context.get(name) or missing for name, missing in MISSING.items())
        for event in landings
    ]
    tagged = [touch for touch in came if touch[0] != MISSING["source"]]
    found = {}
    for touch in tagged or came[:1]:
        found[touch] = found.pop(touch, 0) + 1
        if len(found) > MOST:
            del found[next(iter(found))]
    return [[touch, number] for touch, number in found.items()]


def _json(told):
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class Migration(migrations.Migration):

    dependencies = [
        ("funnel", "0008_times_in_an_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="journey",
            name="touches",
            field=models.TextField(db_default=""),
        ),
        migrations.RunPython(note_touches, forget_state),
    ]
