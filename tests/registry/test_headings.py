"""Rows of headings as unions, ministries, tax forms and English registries write them (made up)."""

import pytest

from hamafza.registry.columns import FIELDS, demand, guess, is_named_by_owner
from hamafza.registry.refusals import ColumnsMissing
from hamafza.runs.reading import registry_params

FILES = {
    "an export of a guild system": {
        "ردیف": None, "شناسه صنفی": "own_id", "نام": "owner", "نام خانوادگی": "owner_family",
        "کد ملی": "owner_code", "عنوان تابلو": "name", "رسته": "trade",
        "گروه صنفی": "activity_class",
        "نام اتحادیه": "union", "شماره پروانه کسب": "licence", "تاریخ صدور": "licence_date",
        "تاریخ اعتبار": "licence_expiry", "استان": "province", "شهرستان": "county", "شهر": "city",
        "نشانی": "address", "کد پستی": "postal_code", "تلفن": "phone", "تلفن همراه": "mobile",
        "وضعیت پروانه": "state", "شرح فعالیت": "goods_text",
    },
    "a union's own list": {
        "ردیف": None, "نام و نام خانوادگی": "owner", "نام پدر": None, "شماره ملی": "owner_code",
        "نام واحد صنفی": "name", "رسته شغلی": "trade", "شماره جواز": "licence",
        "تاریخ انقضا": "licence_expiry", "آدرس محل کسب": "address", "تلفن ثابت": "phone",
        "همراه": "mobile", "شهرستان": "city", "محصولات": "goods_text",
    },
    "a list without names of units": {
        "ردیف": None, "نام": "owner", "نام خانوادگی": "owner_family", "کدملی": "owner_code",
        "شغل": "trade", "شهر": "city", "کالا": "goods_text", "موبایل": "phone",
    },
    "a tax form": {
        "نام مودی": "owner", "شماره ملی مودی": "owner_code", "نام واحد": "name",
        "نشانی محل کسب": "address", "کدپستی": "postal_code", "تلفن همراه": "phone",
        "شرح کالا و خدمات": "goods_text", "شهر": "city", "کد رهگیری": "own_id",
        "پست الکترونیک": "email",
    },
    "craft cards": {
        "نام و نام خانوادگی صنعتگر": "owner", "کد ملی": "owner_code", "جنسیت": "owner_gender",
        "رشته صنایع دستی": "goods_text", "شماره کارت صنعتگری": "licence",
        "تاریخ صدور": "licence_date", "مدت اعتبار تا": "licence_expiry",
        "مرجع صدور": "issuer", "شهرستان": "city", "تلفن": "phone", "نوع مجوز": "permit",
    },
    "permits of home-based work": {
        "متقاضی": "owner", "کد ملی متقاضی": "owner_code", "عنوان کسب و کار": "name",
        "رشته فعالیت": "goods_text", "شماره مجوز": "licence", "تاریخ صدور مجوز": "licence_date",
        "پایان اعتبار": "licence_expiry", "دستگاه صادرکننده": "issuer", "استان": "province",
        "شهر یا روستا": "city", "تعداد شاغلین": "workers", "تعداد شاغلین زن": "workers_women",
        "همراه متقاضی": "phone",
    },
    "a survey of workshops": {
        "نام کارگاه": "name", "نام مدیر": "owner", "موضوع فعالیت": "goods_text",
        "آیسیک": "trade", "تعداد پرسنل": "workers", "کارکنان زن": "workers_women",
        "ماشین‌آلات": "machines", "ظرفیت تولید ماهانه": "monthly_units", "واحد سنجش": "measure",
        "وب‌سایت": "website", "رایانامه": "email", "شماره تلفن": "phone", "شماره موبایل": "mobile",
        "شهر": "city", "طول جغرافیایی": "lon_deg", "عرض جغرافیایی": "lat_deg",
    },
    "holders of licences": {
        "نام دارنده پروانه": "owner", "شماره پروانه": "licence",
        "تاریخ صدور پروانه": "licence_date",
        "تاریخ انقضاء پروانه": "licence_expiry", "رده صنفی": "activity_class",
        "نام تجاری": "name", "نوع محصول": "goods_text", "محل": "city",
    },
    "a list as it always was": {
        "نام واحد": "name", "نوع واحد": "kind", "استان": "province", "شهر": "city",
        "شرح کالا": "goods_text", "ظرفیت ماهانه (عدد)": "monthly_units", "شمار کارکنان": "workers",
        "تلفن همراه": "phone", "مالک زن": "women_owned",
    },
    "bare names": {"نام": "name", "کالا": "goods_text", "شهرستان": "city", "نام مالک": "owner"},
    "an English registry": {
        "Business name": "name", "Owner": "owner", "National ID": "owner_code",
        "Gender": "owner_gender",
        "Licence No": "licence", "Issue date": "licence_date", "Expiry date": "licence_expiry",
        "Issuing authority": "issuer", "County": "county", "City": "city",
        "Postcode": "postal_code", "Phone": "phone", "Mobile": "mobile", "E-mail": "email",
        "Website": "website", "Employees": "workers", "Female employees": "workers_women",
        "Machinery": "machines", "Main products": "goods_text",
    },
    "an English form": {
        "First name": "owner", "Last name": "owner_family", "Company": "name",
        "Product": "goods_text", "Town": "city", "Valid until": "licence_expiry",
        "Permit number": "licence",
    },
    "a factory list": {
        "factory": "name", "district": "county", "upazila": "city", "goods": "goods_text",
        "number of workers": "workers", "latitude": "lat_deg", "longitude": "lon_deg",
    },
    "a chamber's directory": {
        "عنوان واحد صنفی": "name", "صاحب جواز": "owner", "اتحادیه مربوطه": "union",
        "نوع صنف": "activity_class", "آدرس اینترنتی": "website", "شماره تماس": "phone",
        "محصولات تولیدی": "goods_text", "نام شهر": "city", "نام شهرستان": "county",
        "لیست ماشین آلات": "machines", "شناسه ملی": None,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_the_columns_of_a_file_are_guessed(kind):
    headings = list(FILES[kind])
    mapping = guess(headings, registry_params().headings)
    found = {heading: name for name, named in mapping.columns.items() for heading in named}
    assert {heading: found.get(heading) for heading in headings} == FILES[kind]
    demand(mapping, headings, "x.csv")


def test_no_heading_is_said_of_two_fields():
    from hamafza.vocabulary.text import compact_key

    said: dict[str, str] = {}
    for name, headings in registry_params().headings.items():
        assert name in FIELDS
        for heading in {compact_key(each) for each in headings}:
            assert said.setdefault(heading, name) == name, heading


def test_a_file_that_names_no_unit_is_read_by_its_owners_and_one_without_either_is_refused():
    synonyms = registry_params().headings
    owners = ["نام", "نام خانوادگی", "کالا", "شهر"]
    assert is_named_by_owner(guess(owners, synonyms))
    neither = ["کد ملی", "کالا", "شهر"]
    with pytest.raises(ColumnsMissing) as refused:
        demand(guess(neither, synonyms), neither, "x.csv")
    assert refused.value.facts["missing"] == "name"
