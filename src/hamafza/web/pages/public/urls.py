"""Addresses of the public screens. A subject adds its module here."""

from hamafza.web.pages.public import home

app_name = "public"
urlpatterns = [
    *home.urlpatterns,
]
