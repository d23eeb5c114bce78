"""Addresses of the producer's screens. A subject adds its module here."""

from hamafza.web.pages.producer import (
    bylaws,
    changes,
    facts,
    goods,
    home,
    invitation,
    letters,
    markets,
    money,
    needs,
    readiness,
    requests,
    requirements,
    services,
    shares,
)

app_name = "producer"
urlpatterns = [
    *home.urlpatterns,
    *goods.urlpatterns,
    *markets.urlpatterns,
    *services.urlpatterns,
    *facts.urlpatterns,
    *requests.urlpatterns,
    *requirements.urlpatterns,
    *shares.urlpatterns,
    *money.urlpatterns,
    *bylaws.urlpatterns,
    *needs.urlpatterns,
    *invitation.urlpatterns,
    *readiness.urlpatterns,
    *changes.urlpatterns,
    *letters.urlpatterns,
]
