"""Addresses of the public screens. A subject adds its module here."""

from hamafza.web.pages.public import (
    certificate,
    claims,
    enquiry,
    following,
    look,
    markets,
    programme,
    proposals,
    requirements,
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
    *words.urlpatterns,
    *enquiry.urlpatterns,
    *verify.urlpatterns,
    *programme.urlpatterns,
    *proposals.urlpatterns,
    *claims.urlpatterns,
    *certificate.urlpatterns,
]
