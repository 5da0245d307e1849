"""The WSGI callable that granian (or gunicorn) serves."""

import gc
import os
import re
import signal
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

from shop.lib.processes import die_with_parent

CHARSET = re.compile(r""";\s*charset\s*\*?=\s*("[^"]*"|[^;]*)""", re.IGNORECASE)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

if "LOUDOU_SERVE" in os.environ:  # a process of granian's, which `manage.py serve` started
    # Its server was killed outright, then: while it begins, it would miss a gentler signal.
    die_with_parent(signal.SIGKILL, grandparent=int(os.environ["LOUDOU_SERVE"]))

site = get_wsgi_application()
gc.freeze()  # what is loaded by now stays: full collections needn't look at it ever again


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The site, which reads UTF-8 only. Django believes a stranger's `charset` before any
    middleware could look at it, and `rot13` or `unicode_escape` make it stumble."""
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ["CONTENT_TYPE"])
    return site(environ, start_response)
