"""Who may see which registry files."""

from hamafza.web.access import OFFICE
from hamafza.web.branches import uploads_of
from hamafza.web.records.accounts import BRANCH, User

READERS = (*OFFICE, *BRANCH)


def within_reach(user: User, number: int) -> bool:
    """An officer sees the files of the own branch."""
    return uploads_of(user).filter(pk=number).exists()
