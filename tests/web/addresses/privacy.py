"""Arguments of the pages on privacy."""

from hamafza.web.records.privacy import DeletionRequest


def _wish(cast):
    there, _ = DeletionRequest.objects.get_or_create(account=cast.maryam, state="asked")
    return {"number": there.pk}


ARGUMENTS = {"office:forget_person": _wish, "office:refuse_deletion": _wish}
