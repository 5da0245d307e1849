"""Journeys from before get what they owe to each of their landings, and so does their state."""

import json
from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Max

AT_ONCE, MOST = 2000, 50
MISSING = {"source": "(direct)", "medium": "(none)", "campaign": "(none)"}
LATER = ("interest", "cart", "checkout_order", "checkout_delivery", "checkout_payment", "purchase")


def note_touches(apps, schema_editor):
    alias = schema_editor.connection.alias
    journeys = apps.get_model("funnel", "Journey").objects.using(alias)
    events = apps.get_model("funnel", "Event").objects.using(alias)
    last = journeys.aggregate(last=Max("id"))["last"] or 0
    for begin in range(0, last + 1, AT_ONCE):
        some = journeys.filter(id__gt=begin, id__lte=begin + AT_ONCE)
        some = some.exclude(last_landing_at=F("entry_at"), state="")  # one landing, and an older row
        changed = [_changed(row, events) for row in some]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE funnel_journey SET touches = %s, state = %s WHERE id = %s", changed
            )


def _changed(journey, events):
    touches = credited = [[[journey.source, journey.medium, journey.campaign], 1]]
    if journey.last_landing_at > journey.entry_at:
        landings = events.filter(
            visitor=journey.visitor,
            name="landing",
            at__range=(journey.entry_at, journey.last_landing_at),
        )
        landings = list(landings.order_by("at", "key"))
        after = getattr(journey, f"{LATER[journey.reached - 2]}_after") if journey.reached > 1 else 0
        furthest = journey.started_at + timedelta(microseconds=after or 0)
        touches = _touches(landings)
        credited = _touches([event for event in landings if event.at <= furthest])
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
    found = {}
    for touch in [touch for touch in came if touch[0] != MISSING["source"]] or came[:1]:
        found[touch] = found.pop(touch, 0) + 1
    return [[touch, number] for touch, number in found.items()][-MOST:]


def _json(told):
    return json.dumps(told, separators=(",", ":"))


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
        migrations.RunPython(note_touches, migrations.RunPython.noop),
    ]
