"""The sample list: invented entries, so that the demo's deals pass the same gates as real ones."""

from hamafza.runs.screening import sample_path
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import screening
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role


def build(report: Report) -> None:
    """Load the sample as a screening officer would a real list."""
    screening.load_list(actor=accounts.of(Role.SCREENING), path=sample_path())
    report("screening", 1, 1)
