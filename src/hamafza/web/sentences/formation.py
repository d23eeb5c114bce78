"""What the formation of consortia refuses."""

SENTENCES = {
    "formation-column-missing": (
        "The table of units lacks the columns %(columns)s.",
        "جدول واحدها این ستون‌ها را ندارد: %(columns)s.",
    ),
    "formation-column-of-wrong-kind": (
        "Column %(column)s must hold %(wanted)s; it holds %(found)s.",
        "ستون %(column)s باید از نوع %(wanted)s باشد؛ اکنون %(found)s است.",
    ),
    "formation-value-missing": (
        "Column %(column)s is empty or no number in %(count)s rows; fill or remove them.",
        "ستون %(column)s در %(count)s ردیف خالی است یا عدد نیست؛ آن‌ها را پر یا حذف کنید.",
    ),
    "formation-value-out-of-range": (
        "Column %(column)s must lie between %(low)s and %(high)s; unit %(unit)s has %(value)s "
        "(%(count)s rows in all).",
        "ستون %(column)s باید میان %(low)s و %(high)s باشد؛ واحد %(unit)s مقدار %(value)s دارد "
        "(روی هم %(count)s ردیف).",
    ),
    "formation-unit-twice": (
        "Unit %(unit)s stands in the table more than once (%(count)s units do); "
        "each unit may have one row.",
        "واحد %(unit)s بیش از یک بار در جدول آمده است (%(count)s واحد چنین‌اند)؛ "
        "هر واحد یک ردیف دارد.",
    ),
    "formation-effort-not-possible": (
        "%(name)s must be above zero; it is %(value)s.",
        "مقدار %(name)s باید بیش از صفر باشد؛ اکنون %(value)s است.",
    ),
    "formation-shares-not-possible": (
        "A unit's capacity is shared among 1 to %(most)s consortia; unit %(unit)s asks for "
        "%(shares)s.",
        "ظرفیت هر واحد میان ۱ تا %(most)s کنسرسیوم تقسیم می‌شود؛ برای واحد %(unit)s عدد %(shares)s "
        "آمده است.",
    ),
    "formation-scope-unknown": (
        "Column scope may hold %(known)s; unit %(unit)s has %(scope)s (%(count)s rows in all).",
        "در ستون scope یکی از %(known)s می‌آید؛ برای واحد %(unit)s نوشته شده %(scope)s "
        "(روی هم %(count)s ردیف).",
    ),
    "formation-scope-not-one": (
        "All units of family %(family)s must have one scope; it has %(scopes)s.",
        "همه واحدهای خانواده %(family)s باید یک scope داشته باشند؛ اکنون %(scopes)s دارند.",
    ),
    "formation-province-unknown": (
        "Units of family %(family)s are grouped by province, and %(count)s of them have none.",
        "واحدهای خانواده %(family)s در استان گروه‌بندی می‌شوند "
        "و استان %(count)s واحد نوشته نشده است.",
    ),
    "formation-kept-without-home": (
        "Unit %(unit)s is marked as kept but stands in no consortium (%(count)s units do); "
        "fill column home or clear kept.",
        "واحد %(unit)s باید بماند ولی در هیچ کنسرسیومی نیست (%(count)s واحد چنین‌اند)؛ "
        "ستون home را پر کنید یا kept را بردارید.",
    ),
    "formation-service-cannot-be": (
        "Family %(family)s is a service, grouped without distance; it cannot have %(what)s.",
        "خانواده %(family)s خدماتی است و بی‌حساب فاصله گروه‌بندی می‌شود؛ این را نمی‌پذیرد: %(what)s.",
    ),
    "formation-basket-name-taken": (
        "Basket %(name)s bears the name of a family of units that are not in it; "
        "give it another name.",
        "سبد %(name)s هم‌نام خانواده‌ای است که در آن نیست؛ نام دیگری بر آن بگذارید.",
    ),
    "formation-keep-unknown": (
        "%(text)s is the number of no consortium in %(folder)s; name one number a line, or all.",
        "%(text)s شماره هیچ کنسرسیومی در %(folder)s نیست؛ در هر سطر یک شماره بنویسید، یا all.",
    ),
    "formation-kept-cannot-stand": (
        "The consortium led by unit %(lead)s was to be kept, but with the units there are it "
        "cannot be filled (%(count)s such consortia); do not keep it, or ease the rules.",
        "کنسرسیوم به سرگروهی واحد %(lead)s باید می‌ماند، ولی با واحدهای موجود پر نمی‌شود "
        "(%(count)s کنسرسیوم چنین است)؛ آن را نگه ندارید یا قاعده‌ها را آسان‌تر کنید.",
    ),
    "formation-roads-far-away": (
        "Unit %(unit)s lies %(km)s km from the nearest road of the map (%(count)s units lie beyond "
        "%(most)s km); correct its place, or count straight kilometres.",
        "واحد %(unit)s تا نزدیک‌ترین جاده نقشه %(km)s کیلومتر فاصله دارد (%(count)s واحد بیش از "
        "%(most)s کیلومتر)؛ جای آن را درست کنید یا فاصله هوایی را به کار ببرید.",
    ),
}
