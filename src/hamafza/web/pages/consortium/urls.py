"""Addresses of the consortium's screens. A subject adds its module here."""

from hamafza.web.pages.consortium import (
    bank_accounts,
    brand,
    bylaws,
    deals,
    goods_questions,
    home,
    leads,
    members,
)

app_name = "consortium"
urlpatterns = [
    *home.urlpatterns,
    *goods_questions.urlpatterns,
    *deals.urlpatterns,
    *brand.urlpatterns,
    *bylaws.urlpatterns,
    *members.urlpatterns,
    *leads.urlpatterns,
    *bank_accounts.urlpatterns,
]
