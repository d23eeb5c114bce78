"""A worker killed at any point: the next goes on, and the rows are those of an undisturbed one."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.web.unit_facts.making import national_code

SETUP = """
import sys, json
from pathlib import Path
from hamafza.web import installation
installation.open_house(); installation.bring_up_to_date()
from django.core.files.uploadedfile import SimpleUploadedFile
from hamafza.web import tasks
from hamafza.web.actions import uploads
from hamafza.web.records.accounts import Role, User
tasks.gather_carriers()
actor = User.objects.get_or_create(username="p", role=Role.PROMOTION, full_name="P")[0]
for name in sys.argv[1:]:
    file = SimpleUploadedFile(name, Path(name).read_bytes())
    upload = uploads.receive_upload(actor=actor, file=file, country="IRN")
    taken = {named[0]: field for field, named in upload.mapping["columns"].items() if named}
    fields = [taken.get(heading, "") for heading in upload.mapping["headings"]]
    listed = upload.mapping.get("list")
    print(uploads.ask_to_read(actor=actor, upload=upload, fields=fields, unit_list=listed).pk)
"""
TELL = """
import json
from hamafza.web import installation
installation.open_house()
from django.db import connection
from hamafza.web.records import word_index
from hamafza.web.records.models import (
    BadRow, Contact, Event, Licence, ListedUnit, Machine, Person, Run, Unit, UnitPerson, UnreadCell,
    Upload)
with connection.cursor() as cursor:
    made = connection.introspection.get_constraints(cursor, Unit._meta.db_table)
upload = Upload.objects.latest("id")
print(json.dumps({
    "state": Run.objects.get(pk=upload.run_id).state,
    "units": list(Unit.objects.order_by("line", "name").values_list(
        "line", "name", "phone", "capacity", "weight", "upload")),
    "listed": list(ListedUnit.objects.order_by("identity", "words").values_list(
        "identity", "words", "told", "line", "upload", "gone_in")),
    "aside": list(BadRow.objects.order_by("upload", "line").values_list(
        "line", "codes", "state", "upload")),
    "counts": {k: v for k, v in upload.counts.items() if isinstance(v, int)},
    "indexes": sorted(name for name, about in made.items() if about["index"]),
    "words": not word_index.bring_up_to_date(),
    "events": Event.objects.filter(verb="import-units").count(),
    "owners": list(UnitPerson.objects.order_by("unit__line", "unit__name", "person__name")
        .values_list("unit__line", "unit__name", "person__name", "ended_why", "version")),
    "people": sorted(bool(each) for each in Person.objects.values_list("code_key", flat=True)),
    "papers": sorted(map(str, Licence.objects.values_list(
        "number", "holder__name", "expires_on", "ended_why"))),
    "ways": sorted(Contact.objects.values_list("unit__name", "value", "ended_why")),
    "machines": sorted(Machine.objects.values_list("unit__name", "name", "ended_why")),
    "unread": list(UnreadCell.objects.order_by("upload", "line").values_list(
        "upload", "line", "code")),
}))
"""
POINTS = {"first": ("14", "indexing"), "second": ("classifying", "0", "in-a-step", "21", "48")}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    """Each way its own: a file, or databases of a server that forgets everything."""
    if request.param == "sqlite":
        yield lambda name: ""
        return
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.skip("no PostgreSQL is installed")
    server = Postgres.start()

    def fresh(name: str) -> str:
        lent = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        create = [str(server.programs / "createdb"), "-h", str(server.folder), "-U", "hamafza"]
        subprocess.run([*lent, *create, name], check=True)
        return f"postgres://hamafza@/{name}?host={server.folder}"

    yield fresh
    server.stop()


class House:
    """An installation of its own, worked on by processes alone."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.environment = os.environ | {"HAMAFZA_HOME": str(home), "HAMAFZA_SECRET_KEY": "tests"}
        self.environment["DJANGO_SETTINGS_MODULE"] = "hamafza.web.settings"
        self.environment.pop("HAMAFZA_DATABASE_URL", None)
        if url:
            self.environment["HAMAFZA_DATABASE_URL"] = url

    def python(self, *arguments: str, ends: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == ends, done.stderr
        return done.stdout

    def reading(self, run: str, at: str, ends: int = 0) -> None:
        self.python("-m", "tests.web.units.killed_reading", run, at, ends=ends)


OWNERS = ",نام مالک,کد ملی,تاریخ اعتبار,همراه,ماشین آلات"


def a_file(path: Path, numbers: range, phone: str, with_owners: bool) -> Path:
    lines = ["نام واحد,کالا,شهر,شماره پروانه,تلفن" + (OWNERS if with_owners else "")]
    for number in numbers:
        town = "ناکجا" if number % 10 == 0 else "کرمان"
        line = f"کارگاه {number},رومیزی,{town},{10_000 + number},{phone}{number:04}"
        lines.append(line + (an_owner(number, phone) if with_owners else ""))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def an_owner(number: int, phone: str) -> str:
    """Every third is the one before; some codes are wrong; the second file has another expiry."""
    whose = number - (number % 3 == 2)
    code = national_code(100_000_000 + whose) if number % 7 else "123"
    year = 1406 if phone == "0913000" else 1408
    return f",مالک شماره{whose},{code},{year}/02/03,0912{number:07},دستگاه {phone[3]}"


@pytest.mark.parametrize("with_owners", [False, True], ids=["plain", "owners"])
def test_a_killed_reading_goes_on_without_a_row_lost_or_doubled(database, tmp_path, with_owners):
    first = a_file(tmp_path / "first.csv", range(60), "0913000", with_owners)
    second = a_file(tmp_path / "second.csv", range(20, 90), "0914000", with_owners)
    told = {}
    for name, points in (("whole", {}), ("killed", POINTS)):
        house = House(tmp_path / name, database(f"{name}{int(with_owners)}"))
        if name == "killed" and with_owners:  # equal codes hash alike under equal keys alone
            shutil.copytree(tmp_path / "whole" / "keys", house.home / "keys")
        for file in (first, second):
            run = house.python("-c", SETUP, str(file)).split()[-1]
            for point in points.get(file.stem, ()):
                house.reading(run, point, ends=-signal.SIGKILL)
            house.reading(run, "never")
        told[name] = json.loads(house.python("-c", TELL))
    assert told["whole"]["state"] == "done"
    assert told["whole"]["counts"]["new"] > 20
    assert told["whole"]["counts"]["changed"] > 30
    assert told["whole"]["counts"]["gone"] == 18
    assert "unit_by_name" in told["whole"]["indexes"]
    assert told["whole"]["words"]
    assert told["killed"] == told["whole"]
    assert len(told["whole"]["owners"]) == (len(told["whole"]["units"]) if with_owners else 0)
    assert bool(told["whole"]["unread"]) == with_owners
