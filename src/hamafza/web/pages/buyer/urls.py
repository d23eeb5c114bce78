"""Addresses of the buyer's screens. A subject adds its module here."""

from hamafza.web.pages.buyer import deals, home

app_name = "buyer"
urlpatterns = [
    *home.urlpatterns,
    *deals.urlpatterns,
]
