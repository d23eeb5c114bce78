"""Addresses of the factory's screens. A subject adds its module here."""

from hamafza.web.pages.factory import home

app_name = "factory"
urlpatterns = [
    *home.urlpatterns,
]
