from django.conf import settings
from django.urls import re_path

from shop.catalogue.views import picture_file

# Only names that `lib.images` gives: nothing else under the media folder can be asked for.
FILE = r"pictures/(?P<token>[0-9a-f]{16})/(?P<width>[0-9]{1,4})\.(?P<extension>avif|webp|jpg|png)"

urlpatterns = [
    re_path(rf"^{settings.MEDIA_URL.lstrip('/')}{FILE}$", picture_file, name="picture_file"),
]
