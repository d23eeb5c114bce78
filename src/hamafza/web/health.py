"""Whether the server really answers: the database is asked too."""

from django.db import connection
from django.http import HttpResponse

from hamafza.web.access import PUBLIC, seen_by


@seen_by(PUBLIC)
def health(request):
    """Answer "ready" once the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready", content_type="text/plain")
