"""Offices and delegations: what may be refused when the tree changes or a clerk stands in."""

SENTENCES = {
    "office-not-yours": (
        "%(office)s is not yours to change: an office is changed by those above it.",
        "تغییر %(office)s با شما نیست: هر دفتر را دفترهای بالای آن تغییر می‌دهند.",
    ),
    "office-has-ended": (
        "%(office)s has ended meanwhile; look where it stands now.",
        "%(office)s در این میان پایان یافته است؛ ببینید اکنون کجاست.",
    ),
    "office-not-below": (
        "An office of the kind %(kind)s cannot stand below %(office)s.",
        "دفتری از نوع %(kind)s نمی‌تواند زیر %(office)s بایستد.",
    ),
    "office-name-taken": (
        "Another office there is called %(name)s already; merge the two, or choose another name.",
        "آنجا دفتر دیگری با نام %(name)s هست؛ دو دفتر را ادغام کنید یا نام دیگری برگزینید.",
    ),
    "office-name-missing": (
        "The office needs a name that says more than “union”.",
        "دفتر نامی می‌خواهد که بیش از «اتحادیه» بگوید.",
    ),
    "office-not-empty": (
        "%(office)s still has units, offices below it or accounts; merge it or move them first.",
        "%(office)s هنوز واحد، دفتر زیرین یا حساب دارد؛ نخست ادغامش کنید یا آن‌ها را جابه‌جا کنید.",
    ),
    "office-not-a-pair": (
        "%(one)s and %(other)s cannot be merged: choose two different offices of one kind, "
        "unions or chambers of provinces or counties.",
        "%(one)s و %(other)s ادغام نمی‌شوند: دو دفتر جدا از یک نوع برگزینید؛ اتحادیه، اتاق استان یا "
        "اتاق شهرستان.",
    ),
    "office-not-a-union": (
        "%(office)s is no union; only a union is split.",
        "%(office)s اتحادیه نیست؛ تنها اتحادیه تفکیک می‌شود.",
    ),
    "office-nothing-to-split": (
        "Of %(office)s, %(units)s units would go: some must go and some must stay.",
        "از %(office)s، %(units)s واحد می‌رود: باید برخی بروند و برخی بمانند.",
    ),
    "office-changed-meanwhile": (
        "%(office)s has changed since you saw what would move; look at it again.",
        "%(office)s پس از آن‌که دیدید چه جابه‌جا می‌شود تغییر کرده است؛ دوباره ببینید.",
    ),
    "office-change-stands": (
        "This change of %(office)s cannot be taken back: something has happened since that "
        "stands on it.",
        "این تغییر %(office)s پس گرفته نمی‌شود: پس از آن چیزی روی داده که بر آن استوار است.",
    ),
    "office-change-taken-back": (
        "This change has been taken back already.",
        "این تغییر پیش‌تر پس گرفته شده است.",
    ),
    "delegation-not-permitted": (
        "Only an officer of a union or a chamber delegates, and a clerk hands nothing on.",
        "تنها کارشناس اتحادیه یا اتاق جانشین می‌گمارد و متصدی اختیارش را به دیگری نمی‌دهد.",
    ),
    "delegation-no-such-clerk": (
        "%(name)s is no clerk of your branch.",
        "%(name)s متصدی دفترهای شما نیست.",
    ),
    "delegation-day-not-possible": (
        "A delegation lasts from one to %(days)s days, today included.",
        "جانشینی از یک تا %(days)s روز است، امروز هم به شمار می‌آید.",
    ),
    "delegation-already": (
        "%(name)s acts in your place already; end that delegation first.",
        "%(name)s هم‌اکنون جانشین شماست؛ نخست آن جانشینی را پایان دهید.",
    ),
    "delegation-not-yours": (
        "This delegation is not yours.",
        "این جانشینی از آن شما نیست.",
    ),
    "delegation-is-over": (
        "This delegation has ended or expired.",
        "این جانشینی پایان یافته یا مهلتش گذشته است.",
    ),
}
