"""What may be refused of the facts, people, consents and accounts of a unit."""

SENTENCES = {
    "national-code-length": (
        "A national code has %(digits)s digits; please look at it again.",
        "کد ملی %(digits)s رقم دارد؛ لطفاً دوباره نگاه کنید.",
    ),
    "national-code-wrong": (
        "This is no national code: its last digit does not fit the others. One digit may be "
        "mistyped.",
        "این کد ملی نیست: رقم آخر با بقیه نمی‌خواند. شاید یک رقم اشتباه نوشته شده است.",
    ),
    "iban-length": (
        "An account number (IBAN) begins with %(begins)s and has %(signs)s signs.",
        "شماره شبا با %(begins)s آغاز می‌شود و %(signs)s نویسه دارد.",
    ),
    "iban-wrong": (
        "This is no account number (IBAN): its check digits do not fit. One sign may be mistyped.",
        "این شماره شبا نیست: رقم‌های کنترلی با بقیه نمی‌خواند. شاید یک نویسه اشتباه نوشته شده است.",
    ),
    "identity-country-unknown": (
        "No rule for such numbers of %(country)s is known here.",
        "برای چنین شماره‌هایی از %(country)s اینجا قاعده‌ای نیست.",
    ),
    "fact-dates-out-of-order": (
        "It ends before it begins; please look at the two days again.",
        "پایانش پیش از آغازش است؛ لطفاً دو تاریخ را دوباره نگاه کنید.",
    ),
    "fact-date-still-to-come": (
        "The day of issue is still to come.",
        "تاریخ صدور هنوز نرسیده است.",
    ),
    "fact-year-not-possible": (
        "The year lies before %(first)s or is still to come (%(last)s is the last that can be, "
        "Gregorian).",
        "سال پیش از %(first)s است یا هنوز نرسیده است (آخرین سال ممکن %(last)s میلادی است).",
    ),
    "contact-not-usable": (
        "Nobody could be reached by this; please look at the number or the address again.",
        "با این نمی‌توان به کسی رسید؛ لطفاً شماره یا نشانی را دوباره نگاه کنید.",
    ),
    "fact-code-shape": (
        "%(given)s is no goods code: write six digits, such as 6302.59.",
        "%(given)s کد کالا نیست؛ شش رقم بنویسید، مانند ۶۳۰۲٫۵۹.",
    ),
    "fact-not-yours": (
        "An officer writes this down; tell your union, or ask for a change.",
        "این را کارشناس می‌نویسد؛ به اتحادیه بگویید یا درخواست تغییر بدهید.",
    ),
    "fact-there-already": (
        "This is written down for the unit already.",
        "این از پیش برای واحد نوشته شده است.",
    ),
    "fact-changed-meanwhile": (
        "Somebody has changed this meanwhile. Look at what stands there now, then write again.",
        "در این میان کسی این را عوض کرده است. ببینید اکنون چه نوشته است و دوباره بنویسید.",
    ),
    "fact-ended": (
        "%(who)s has ended this meanwhile.",
        "در این میان %(who)s این را پایان داده است.",
    ),
    "fact-never-ends": (
        "This is changed, never ended.",
        "این عوض می‌شود و پایان داده نمی‌شود.",
    ),
    "fact-names-a-stranger": (
        "The person or the good is none of this unit's.",
        "این شخص یا کالا از آن این واحد نیست.",
    ),
    "good-nothing-to-confirm": (
        "There is no figure here that waits to be confirmed.",
        "اینجا رقمی نیست که منتظر تأیید باشد.",
    ),
    "person-code-of-another-name": (
        "This national code is written down for a person with quite another name; please look at "
        "both again.",
        "این کد ملی برای کسی با نامی دیگر نوشته شده است؛ لطفاً نام و کد را دوباره نگاه کنید.",
    ),
    "person-code-taken": (
        "This national code belongs to a person who is written down already. End this entry and "
        "add the person anew with the code: the two are then one.",
        "این کد ملی از آن کسی است که پیش‌تر نوشته شده است. این مورد را پایان دهید و شخص را با همین "
        "کد دوباره بیفزایید؛ آنگاه هر دو یکی می‌شوند.",
    ),
    "consent-withdrawn-already": (
        "This consent was withdrawn already.",
        "این رضایت پیش‌تر پس گرفته شده است.",
    ),
    "bank-account-not-yours": (
        "Accounts are written down by the unit itself, and seen by those who pay it.",
        "حساب بانکی را خود واحد می‌نویسد و کسی می‌بیند که به او پول می‌دهد.",
    ),
    "bank-account-own-hand": (
        "You wrote this account down; somebody else must confirm it.",
        "این حساب را خودتان نوشته‌اید؛ کس دیگری باید تأییدش کند.",
    ),
    "bank-account-confirmed-already": (
        "This account is confirmed already.",
        "این حساب پیش‌تر تأیید شده است.",
    ),
}
