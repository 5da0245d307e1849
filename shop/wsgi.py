"""The WSGI callable that granian (or gunicorn) serves."""

import os

from django.core.wsgi import get_wsgi_application

from shop.lib.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

if "LOUDOU_SERVE" in os.environ:  # a process of granian's, started by `manage.py serve`
    die_with_parent()

application = get_wsgi_application()
