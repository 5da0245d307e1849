"""An account for simulations: somebody of the shop who looks at the page and reads the report."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Permission, User

STAFF = "simulated-staff"


@contextmanager
def staff_member() -> Iterator[User]:
    """Nobody can sign in to it, and it is gone afterwards."""
    User.objects.filter(username=STAFF).delete()
    member = User.objects.create_user(STAFF, is_staff=True)
    member.user_permissions.add(
        Permission.objects.get(content_type__app_label="funnel", codename="view_dailytotal")
    )
    try:
        yield member
    finally:
        member.delete()
