"""The files of pictures, where the shop itself serves them (not with S3)."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from shop.lib.images import TYPES


@require_safe
def picture_file(request: HttpRequest, token: str, width: int, extension: str) -> FileResponse:
    """One copy of a picture. Its address never gets other content, so browsers keep it."""
    try:
        file = default_storage.open(f"pictures/{token}/{width}.{extension}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[extension])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Disposition"] = "inline"
    return response
