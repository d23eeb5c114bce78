"""Addresses of the public screens. A subject adds its module here."""

from hamafza.web.pages.public import following, look, sources, story, words

app_name = "public"
urlpatterns = [
    *story.urlpatterns,
    *following.urlpatterns,
    *sources.urlpatterns,
    *look.urlpatterns,
    *words.urlpatterns,
]
