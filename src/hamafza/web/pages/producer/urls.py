"""Addresses of the producer's screens. A subject adds its module here."""

from hamafza.web.pages.producer import goods, home

app_name = "producer"
urlpatterns = [
    *home.urlpatterns,
    *goods.urlpatterns,
]
