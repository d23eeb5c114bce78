"""Every address: Persian without a prefix, English under /en/, the API beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from hamafza.web import faults, health
from hamafza.web.api import api

urlpatterns = [
    path("health", health.health, name="health"),
    path("api/", api.urls),
    *i18n_patterns(
        path("account/", include("hamafza.web.pages.public.accounts")),
        path("office/", include("hamafza.web.pages.office.urls")),
        path("consortium/", include("hamafza.web.pages.consortium.urls")),
        path("producer/", include("hamafza.web.pages.producer.urls")),
        path("buyer/", include("hamafza.web.pages.buyer.urls")),
        path("factory/", include("hamafza.web.pages.factory.urls")),
        path("runs/", include("hamafza.web.pages.office.runs")),
        path("", include("hamafza.web.pages.public.urls")),
        prefix_default_language=False,
    ),
]

handler400 = faults.not_understood
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.broken
