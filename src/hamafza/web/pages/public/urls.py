"""Addresses of the public screens. A subject adds its module here."""

from hamafza.web.pages.public import (
    certificate,
    claims,
    enquiry,
    following,
    guild_part,
    look,
    market_compare,
    market_goods,
    markets,
    new_goods,
    programme,
    proposals,
    requirements,
    services,
    sources,
    story,
    verify,
    words,
)

app_name = "public"
urlpatterns = [
    *story.urlpatterns,
    *following.urlpatterns,
    *sources.urlpatterns,
    *look.urlpatterns,
    *markets.urlpatterns,
    *requirements.urlpatterns,
    *market_compare.urlpatterns,
    *new_goods.urlpatterns,
    *market_goods.urlpatterns,
    *services.urlpatterns,
    *words.urlpatterns,
    *enquiry.urlpatterns,
    *verify.urlpatterns,
    *programme.urlpatterns,
    *guild_part.urlpatterns,
    *proposals.urlpatterns,
    *claims.urlpatterns,
    *certificate.urlpatterns,
]
