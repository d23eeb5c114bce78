"""What each reader opens in the bench of finding, and how often: name, address, weight."""

UNITS, EN = "/office/units/", "/en/office/units/"
UNIT = r"(?:/en)?/office/units/\d+/"

OFFICER = (
    ("home", "/office/", 3),
    ("typing", UNITS + "?q={begun}", 25),
    ("search", UNITS + "?q={word}", 10),
    ("search in English", EN + "?q={word}", 3),
    ("two words", UNITS + "?q={word}+{begun}", 4),
    ("list", UNITS + "?page={page}", 4),
    ("list by name", UNITS + "?order=name&page={page}", 3),
    ("list by city", UNITS + "?order=place&page={page}", 1),
    ("list, largest first", UNITS + "?order=capacity&page={page}", 2),
    (
        "province by name",
        UNITS + "?province=%D8%AA%D9%87%D8%B1%D8%A7%D9%86&order=name&page={page}",
        2,
    ),
    ("makers of a province", UNITS + "?kind=maker&province=%DA%AF%DB%8C%D9%84%D8%A7%D9%86", 3),
    ("home-based and women-owned", UNITS + "?home_based=1&women_owned=1", 3),
    ("heading", UNITS + "?family=6302&order=name", 2),
    ("not verified, large", UNITS + "?status=unverified&capacity=1", 2),
    ("verified", UNITS + "?status=verified", 1),
    ("map", UNITS + "map/", 2),
    ("map of a word", UNITS + "map/?q={word}", 3),
    ("map, near", UNITS + "map/?q={word}&at=35.7,51.4&near=3", 2),
    ("unit", "{link:" + UNIT + "}", 20),
    ("twins", "/office/twins/", 2),
    ("proposals", "/office/proposals/", 2),
    ("deals", "/office/deals/", 2),
    ("consortia", "/office/consortia/", 2),
    ("programme", "/office/programme/", 1),
)
UNION = tuple(
    row for row in OFFICER if row[0] not in ("deals", "consortia", "programme", "proposals")
)
OBSERVER = tuple(row for row in OFFICER if row[0] not in ("deals", "consortia", "twins"))
PAGES = (
    ("promotion", OFFICER),
    ("administrator", OFFICER),
    ("union", UNION),
    ("observer", OBSERVER),
)

WORDS = (
    "کارگاه", "نجاری", "پته", "رومیزی", "تهران", "اصفهان", "کرمان", "قالی", "فرش", "پسته", "زعفران",
    "لنت ترمز", "کفش", "چرم", "محمدی", "حسینی", "خانه", "تعاونی", "آهن", "کابینت", "مربا", "شیرینی",
    "گلیم دستباف", "قطعه خودرو", "۰۶۵۹", "HM-0012345", "6302", "صنایع", "زژپچ", "ماه‌بانو",
)  # fmt: skip
