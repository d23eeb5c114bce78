"""Addresses of the producer's screens. A subject adds its module here."""

from hamafza.web.pages.producer import (
    bylaws,
    goods,
    home,
    invitation,
    money,
    needs,
    requests,
    shares,
)

app_name = "producer"
urlpatterns = [
    *home.urlpatterns,
    *goods.urlpatterns,
    *requests.urlpatterns,
    *shares.urlpatterns,
    *money.urlpatterns,
    *bylaws.urlpatterns,
    *needs.urlpatterns,
    *invitation.urlpatterns,
]
