"""How often something was tried: counted by the database itself, so that no two miss each other."""

from time import time

from django.db import connections, models

from hamafza.web.records.kept import Kept

_KEPT_S = 24 * 60 * 60


class TriesOf(models.QuerySet["Tries"]):
    def one_more(self, key: str, within_s: int) -> tuple[int, int]:
        """
        Count one more under a key; return how many now, and the seconds until the count ends.

        One statement counts and answers: of many at once each gets a number of its own. The
        count runs from the first try; after ``within_s`` the next one begins anew.
        """
        now = int(time())
        quote = connections[self.db].ops.quote_name
        table = quote(self.model._meta.db_table)
        names = {name: quote(name) for name in ("key", "count", "until", "created_at", "is_demo")}
        statement = (
            "INSERT INTO {table} ({key}, {count}, {until}, {created_at}, {is_demo}) "
            "VALUES (%s, 1, %s, CURRENT_TIMESTAMP, %s) ON CONFLICT ({key}) DO UPDATE SET "
            "{count} = CASE WHEN {table}.{until} <= %s THEN 1 ELSE {table}.{count} + 1 END, "
            "{until} = CASE WHEN {table}.{until} <= %s THEN excluded.{until} "
            "ELSE {table}.{until} END RETURNING {count}, {until}"
        ).format(table=table, **names)
        with connections[self.db].cursor() as cursor:
            cursor.execute(statement, [key, now + within_s, False, now, now])
            count, until = cursor.fetchone()
        return count, max(until - now, 1)

    def one_less(self, key: str) -> None:
        """Take one back: what was counted turned out well."""
        self.filter(key=key, count__gt=0).update(count=models.F("count") - 1)

    def forget(self, key: str) -> None:
        """Begin the count of a key anew."""
        self.filter(key=key).delete()

    def forget_old(self) -> None:
        """Remove counts that ended a day ago."""
        self.filter(until__lt=int(time()) - _KEPT_S).delete()


class Tries(Kept):
    """A count under a key (a digest: no name and no address can be read from it)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.BigIntegerField(db_index=True)
    """Seconds since 1970: when the count begins anew."""

    objects = TriesOf.as_manager()

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
