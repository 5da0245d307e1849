"""Static files under names that carry their content's hash, collected when they changed."""

import hashlib
from functools import cached_property

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What DEBUG alone or nobody asks for; compressing it takes as long as all the rest.
UNUSED = ["ext", "jquery.js", "xregexp.js", "select2.full.js", "*.md", "LICENSE*"]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name for a file that was not collected (tests, a fresh clone)."""

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    # An address holds as long as the process: what changes has another hash, and comes with a
    # restart. (While DEBUG is on nothing is hashed, and whatever is asked for may be new.)
    def url(self, name: str, force: bool = False) -> str:
        if settings.DEBUG:
            return super().url(name, force)
        if name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]

    @cached_property
    def addresses(self) -> dict[str, str]:
        return {}


def collect_if_changed() -> bool:
    """Run `collectstatic` unless nothing changed since it last ran. True if it ran.

    Old files stay, since pages that browsers and caches still hold ask for them.
    """
    stamp = settings.STATIC_ROOT / ".collected"
    print_ = fingerprint()
    if stamp.exists() and stamp.read_text() == print_:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(print_)
    return True


def fingerprint() -> str:
    """Of the name, size and time of every file that `collectstatic` would take."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            size, changed = storage.size(path), storage.get_modified_time(path)
            found.update(repr((storage.path(path), path, size, changed)).encode())
    return found.hexdigest()
