"""The page's words, English and Persian side by side."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Export plan for {country}", "برنامه صادراتی {country}"),
    "lead": (
        "From {registry}: which units could export together, to which market, and by which way.",
        "از {registry}: کدام واحدها می‌توانند با هم صادر کنند، به کدام بازار و از کدام راه.",
    ),
    "records": ("records read", "ردیف خوانده شد"),
    "clean": ("clean units", "واحد بی‌ایراد"),
    "rejected": ("set aside, each with its reason", "کنار گذاشته، هر یک با دلیل"),
    "classified": ("makers with a goods code", "سازنده با کد کالا"),
    "consortia": ("proposed consortia", "کنسرسیوم پیشنهادی"),
    "members": ("units in them", "واحد در آن‌ها"),
    "map": ("Where they are", "کجا هستند"),
    "map_note": (
        "A small dot is a unit (a sample of {sample}), a bright one the lead of a proposed "
        "consortium.",
        "نقطه ریز یک واحد است (نمونه‌ای از {sample} واحد) و نقطه روشن سرگروه یک کنسرسیوم پیشنهادی.",
    ),
    "markets": ("Which markets", "کدام بازارها"),
    "markets_note": (
        "Room not yet used, summed over the goods of the proposed consortia. Dashed: an estimate.",
        "جای خالی بازار، برای کالاهای کنسرسیوم‌های پیشنهادی. خط‌چین: برآورد.",
    ),
    "families": ("Which goods", "کدام کالاها"),
    "family": ("Goods", "کالا"),
    "units": ("Units", "واحد"),
    "groups": ("Consortia", "کنسرسیوم"),
    "joined": ("Units in them", "واحد عضو"),
    "groups_title": ("The consortia worth most", "باارزش‌ترین کنسرسیوم‌ها"),
    "groups_note": (
        "The first {shown} of {all}, by value. All of them are in consortia.parquet and "
        "members.parquet; the way of each in routes.parquet and route_legs.parquet.",
        "{shown} کنسرسیوم نخست از {all}، به ترتیب ارزش. همه آن‌ها در consortia.parquet و "
        "members.parquet است و راه هر یک در routes.parquet و route_legs.parquet.",
    ),
    "group": ("Consortium", "کنسرسیوم"),
    "lead_unit": ("Lead", "سرگروه"),
    "place": ("Place", "جا"),
    "size": ("Members", "عضو"),
    "capacity": ("Shipments a month", "محموله در ماه"),
    "market": ("Market", "بازار"),
    "gap": ("Room, million USD a year", "جای خالی، میلیون دلار در سال"),
    "km": ("km", "کیلومتر"),
    "days": ("Days", "روز"),
    "cost": ("USD a tonne", "دلار برای هر تن"),
    "neighbour": ("neighbour", "همسایه"),
    "further": ("further", "دورتر"),
    "certificate": ("How good the grouping is", "گروه‌بندی چه اندازه خوب است"),
    "certificate_note": (
        "Under these assumptions no other grouping can be worth more than {gap} above this one: "
        "value {value}, bound {bound}. Of what grouping can change (units left out, distance, "
        "fixed charges), at most {loss} could still be won back. "
        "hamafza consortia verify recomputes it.",
        "با این فرض‌ها هیچ گروه‌بندی دیگری بیش از {gap} بهتر از این نیست: ارزش {value}، کران "
        "{bound}. از آنچه گروه‌بندی می‌تواند تغییر دهد (واحدهای بیرون‌مانده، فاصله و هزینه ثابت)، "
        "حداکثر {loss} هنوز به دست‌آوردنی است. دستور hamafza consortia verify آن را دوباره "
        "حساب می‌کند.",
    ),
    "reasons": ("Why rows were set aside", "چرا ردیف‌ها کنار گذاشته شدند"),
    "reason": ("Reason", "دلیل"),
    "rows": ("Rows", "ردیف"),
    "none_rejected": ("Every record was clean.", "همه ردیف‌ها بی‌ایراد بود."),
    "no_groups": (
        "No consortium could be formed: no group within reach has a lead that is ready and "
        "capacity enough.",
        "کنسرسیومی شکل نگرفت: هیچ گروهی در برد یک سرگروه آماده ظرفیت کافی ندارد.",
    ),
    "grounds": ("What each figure rests on", "هر رقم بر چه پایه‌ای است"),
    "figure": ("Figure", "رقم"),
    "ground": ("Ground", "پایه"),
    "note": ("Note", "توضیح"),
    "real": ("real", "واقعی"),
    "reconstructed": ("reconstructed", "بازسازی‌شده"),
    "estimated": ("estimated", "برآوردی"),
    "assumed": ("assumed", "فرضی"),
    "synthetic": ("synthetic", "ساختگی"),
    "run": ("This run", "این اجرا"),
    "other": ("فارسی", "English"),
}


def say(key: str, language: str, **facts: object) -> str:
    """Return the words of a key, with facts filled in."""
    english, persian = WORDS[key]
    return (persian if language == "fa" else english).format(**facts)
