"""The door a ASGI server knocks at."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.web.settings")
application = get_asgi_application()
