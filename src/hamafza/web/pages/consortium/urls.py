"""Addresses of the consortium's screens. A subject adds its module here."""

from hamafza.web.pages.consortium import brand, bylaws, deals, home

app_name = "consortium"
urlpatterns = [
    *home.urlpatterns,
    *deals.urlpatterns,
    *brand.urlpatterns,
    *bylaws.urlpatterns,
]
