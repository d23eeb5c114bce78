"""Addresses of the factory's screens. A subject adds its module here."""

from hamafza.web.pages.factory import home, needs

app_name = "factory"
urlpatterns = [
    *home.urlpatterns,
    *needs.urlpatterns,
]
