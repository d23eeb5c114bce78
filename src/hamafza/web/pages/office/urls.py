"""Addresses of the office's screens. A subject adds its module here."""

from hamafza.web.pages.office import (
    accounts,
    consortia,
    deals,
    formation_compare,
    formation_first,
    formation_groups,
    formations,
    goods,
    home,
    programme,
    proposals,
    screening,
    twins,
    units,
    uploads,
)

app_name = "office"
urlpatterns = [
    *home.urlpatterns,
    *accounts.urlpatterns,
    *goods.urlpatterns,
    *deals.urlpatterns,
    *programme.urlpatterns,
    *formation_compare.urlpatterns,
    *formation_first.urlpatterns,
    *formation_groups.urlpatterns,
    *formations.urlpatterns,
    *proposals.urlpatterns,
    *screening.urlpatterns,
    *twins.urlpatterns,
    *units.urlpatterns,
    *uploads.urlpatterns,
    *consortia.urlpatterns,
]
