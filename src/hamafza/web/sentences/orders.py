"""Orders: what may be refused, and why a member's share is what it is."""

SENTENCES = {
    "step-not-permitted": (
        "From “%(state)s” this cannot become “%(towards)s” (%(kind)s).",
        "از «%(state)s» نمی‌توان به «%(towards)s» رفت (%(kind)s).",
    ),
    "final-destination-missing": (
        "The final destination is not written, country and place. Without it no deal goes on.",
        "مقصد نهایی، کشور و شهر، نوشته نشده است. بی آن معامله پیش نمی‌رود.",
    ),
    "end-user-missing": (
        "The end user and the end use are not written. Without them no deal goes on.",
        "کاربر نهایی و کاربرد نهایی نوشته نشده است. بی آن‌ها معامله پیش نمی‌رود.",
    ),
    "quantity-not-positive": (
        "A quantity is a whole number above zero, not %(quantity)s.",
        "مقدار، عددی درست و بزرگ‌تر از صفر است؛ %(quantity)s پذیرفته نیست.",
    ),
    "enquiry-without-words": (
        "Say in your own words what you are looking for.",
        "به زبان خودتان بنویسید چه می‌خواهید.",
    ),
    "transit-is-not-a-destination": (
        "%(country)s is written as a country of transit; the final destination is where the"
        " goods stay.",
        "%(country)s کشور عبور نوشته شده است؛ مقصد نهایی جایی است که کالا در آن می‌ماند.",
    ),
    "offers-closed": (
        "The time for offers is over; no offer can be given or changed any more.",
        "زمان پیشنهاد به پایان رسیده است؛ دیگر نمی‌توان پیشنهاد داد یا آن را تغییر داد.",
    ),
    "offers-still-sealed": (
        "The offers are sealed until their time is over; nobody reads them before.",
        "پیشنهادها تا پایان مهلت سربسته‌اند؛ پیش از آن هیچ‌کس آن‌ها را نمی‌بیند.",
    ),
    "offer-not-positive": (
        "Quantity, price and days are whole numbers above zero.",
        "تعداد، قیمت و روز، هر سه عددی درست و بزرگ‌تر از صفرند.",
    ),
    "offer-above-capacity": (
        "You offer %(offered)s, but your free capacity is %(free_capacity)s. Offer less, or"
        " correct the capacity in your file.",
        "%(offered)s پیشنهاد کرده‌اید، اما ظرفیت آزاد شما %(free_capacity)s است. کمتر بنویسید"
        " یا ظرفیت را در پرونده خود اصلاح کنید.",
    ),
    "offer-too-slow": (
        "You wrote %(days)s days; the buyer accepts %(max_days)s at most. Write fewer days or a"
        " smaller quantity.",
        "%(days)s روز نوشته‌اید؛ خریدار حداکثر %(max_days)s روز می‌پذیرد. روز کمتری بنویسید یا"
        " تعداد را کم کنید.",
    ),
    "order-below-one-lot": (
        "An order of %(quantity)s is less than one lot of %(lot)s.",
        "سفارش %(quantity)s تایی از یک بسته %(lot)s تایی کمتر است.",
    ),
    "offers-in-several-currencies": (
        "The offers are in several currencies (%(currencies)s); ask for one.",
        "پیشنهادها به چند ارز داده شده است (%(currencies)s)؛ یکی را بخواهید.",
    ),
    "not-enough-offered": (
        "The offers leave %(unfilled)s of %(quantity)s unfilled; a quote cannot promise them.",
        "پیشنهادها %(unfilled)s از %(quantity)s را پر نمی‌کند؛ مظنه نمی‌تواند آن را وعده دهد.",
    ),
    "quote-below-floor": (
        "At %(price)s %(currency)s members would get less than they asked; the least is %(floor)s.",
        "با قیمت %(price)s %(currency)s به اعضا کمتر از آنچه خواسته‌اند می‌رسد؛ کمترین قیمت"
        " %(floor)s است.",
    ),
    "milestones-not-whole": (
        "The milestones make up %(percent)s percent of the price, not 100.",
        "مرحله‌ها روی هم %(percent)s درصد قیمت است، نه ۱۰۰ درصد.",
    ),
    "milestone-out-of-turn": (
        "Milestone %(number)s waits until the one before is delivered.",
        "مرحله %(number)s می‌ماند تا مرحله پیش از آن تحویل شود.",
    ),
    "own-payment-not-approved": (
        "You are paid from this settlement, so somebody else approves it.",
        "از این تسویه به شما هم پرداخت می‌شود؛ پس کس دیگری آن را تأیید می‌کند.",
    ),
    "same-person-twice": (
        "You have approved already; %(needed)s different people are needed.",
        "شما پیش‌تر تأیید کرده‌اید؛ %(needed)s نفر جدا لازم است.",
    ),
    "payer-is-not-the-buyer": (
        "The payer “%(payer)s” is not the buyer of the contract. It is screened before the"
        " money is taken into account.",
        "پرداخت‌کننده «%(payer)s» همان خریدار قرارداد نیست. پیش از به حساب آوردن پول غربال می‌شود.",
    ),
    "rate-not-positive": (
        "A rate of exchange is above zero, not %(rate)s.",
        "نرخ تبدیل بزرگ‌تر از صفر است؛ %(rate)s پذیرفته نیست.",
    ),
    "rate-without-source": (
        "The rate from %(of)s to %(into)s has no source; write where it comes from.",
        "نرخ %(of)s به %(into)s منبعی ندارد؛ بنویسید از کجا آمده است.",
    ),
    "nothing-accepted": (
        "Nothing of this deal has been accepted yet, so there is nobody to divide the money among.",
        "هنوز چیزی از این معامله پذیرفته نشده است؛ پس کسی نیست که پول میانشان قسمت شود.",
    ),
    "receipt-above-contract": (
        "%(received)s has been received for a contract of %(contract)s (smallest units); ask the"
        " buyer what the rest is for.",
        "%(received)s برای قراردادی به مبلغ %(contract)s رسیده است (کوچک‌ترین یکای پول)؛"
        " از خریدار بپرسید بقیه برای چیست.",
    ),
    "table-lacks-columns": (
        "%(file)s lacks the column %(columns)s.",
        "%(file)s این ستون را ندارد: %(columns)s.",
    ),
    "cell-not-read": (
        "%(file)s, line %(line)s, column %(column)s: “%(cell)s” is not %(wanted)s.",
        "%(file)s، ردیف %(line)s، ستون %(column)s: «%(cell)s» %(wanted)s نیست.",
    ),
    "table-without-rows": ("%(file)s has no rows.", "%(file)s ردیفی ندارد."),
    "member-named-twice": (
        "%(file)s names the member %(member)s twice.",
        "%(file)s عضو %(member)s را دو بار آورده است.",
    ),
    "member-unknown": (
        "A cost is charged to “%(member)s”, who has no share in the deal.",
        "هزینه‌ای به حساب «%(member)s» آمده که در معامله سهمی ندارد.",
    ),
    "currency-unknown": (
        "The currency %(currency)s is not known; known are %(known)s.",
        "ارز %(currency)s شناخته نیست؛ ارزها: %(known)s.",
    ),
    "life-unknown": (
        "There is no life “%(kind)s”; known are %(known)s.",
        "زندگی «%(kind)s» نداریم؛ این‌ها هست: %(known)s.",
    ),
    "number-not-read": (
        "“%(text)s” is not %(wanted)s.",
        "«%(text)s» به صورت %(wanted)s خوانده نشد.",
    ),
}

REASONS = {
    "pro-rata": (
        "In proportion to verified free capacity.",
        "به نسبت ظرفیت آزاد تأییدشده",
    ),
    "whole-offer": ("All that was offered.", "همه آنچه پیشنهاد شد"),
    "whole-capacity": (
        "All the verified free capacity, %(free_capacity)s.",
        "همه ظرفیت آزاد تأییدشده، %(free_capacity)s",
    ),
    "ceiling": (
        "Reached the ceiling of %(ceiling)s; the rest was shared among the others.",
        "به سقف %(ceiling)s رسید؛ مانده میان دیگران قسمت شد.",
    ),
    "below-minimum": (
        "The share would have been %(would_be)s; the by-laws' least is %(min_quantity)s.",
        "سهمش %(would_be)s می‌شد؛ کمترین مقدار آیین‌نامه %(min_quantity)s است.",
    ),
    "below-one-lot": (
        "%(able)s is less than one lot of %(lot)s.",
        "%(able)s از یک بسته %(lot)s تایی کمتر است.",
    ),
    "no-offer": ("Gave no offer this time.", "این بار پیشنهادی نداد."),
    "no-free-capacity": (
        "All capacity is promised to other orders.",
        "همه ظرفیت به سفارش‌های دیگر داده شده است.",
    ),
    "too-slow": (
        "Offered %(days)s days; the buyer accepts %(max_days)s at most.",
        "%(days)s روز پیشنهاد کرد؛ خریدار حداکثر %(max_days)s روز می‌پذیرد.",
    ),
    "licence-expired": (
        "The business licence has expired (%(fact)s). Once renewed, the next order is open.",
        "پروانه کسب به پایان رسیده است (%(fact)s). با تمدید، در سفارش بعد شریک است.",
    ),
    "not-ready": (
        "Readiness is below the by-laws' floor (%(fact)s); the promoter helps to reach it.",
        "آمادگی از کمینه آیین‌نامه کمتر است (%(fact)s)؛ مروج کمک می‌کند به آن برسد.",
    ),
    "mark-suspended": (
        "The licence to the shared mark is suspended (%(fact)s).",
        "مجوز نشان مشترک معلق است (%(fact)s).",
    ),
    "open-non-conformity": (
        "A non-conformity is still open (%(fact)s).",
        "یک عدم انطباق هنوز باز است (%(fact)s).",
    ),
}
"""Why a share is what it is, by ``orders.reasons.Reason``."""

TIER_TITLES = {
    "bank-charges": ("Bank charges", "کارمزد بانک"),
    "direct-costs": ("Members' direct costs", "هزینه مستقیم اعضا"),
    "common-costs": ("Common costs", "هزینه مشترک"),
    "commission": ("Consortium's commission", "کارمزد کنسرسیوم"),
    "royalty": ("Royalty of the shared mark", "بهره نشان مشترک"),
    "reserve": ("Reserve fund", "صندوق ذخیره"),
    "retention": ("Retention, comes back", "سپرده حسن انجام کار"),
}
"""Lines of the waterfall, by ``orders.terms.Tier``."""
