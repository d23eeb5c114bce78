"""Arguments of the pages on long work."""

from hamafza.web.records.runs import Run


def _own_run(cast):
    return {"number": Run.objects.create(kind="formation", actor=cast.reza).pk}


ARGUMENTS = {"runs:run": _own_run, "runs:cancel": _own_run, "runs:again": _own_run}
