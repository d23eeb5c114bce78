"""What the capacitated p-median yardstick refuses."""

SENTENCES = {
    "cpmp-columns-not-there": (
        "The instance lacks the columns %(columns)s.",
        "نمونه این ستون‌ها را ندارد: %(columns)s.",
    ),
    "cpmp-column-holds-no-numbers": (
        "Column %(column)s holds no number in %(count)s rows, the first of them row %(row)s.",
        "ستون %(column)s در %(count)s ردیف عدد ندارد؛ نخستین آن‌ها ردیف %(row)s است.",
    ),
    "cpmp-number-below-zero": (
        "Column %(column)s must not fall below zero; row %(row)s has %(value)s "
        "(%(count)s rows in all).",
        "ستون %(column)s نباید کمتر از صفر باشد؛ ردیف %(row)s مقدار %(value)s دارد "
        "(روی هم %(count)s ردیف).",
    ),
    "cpmp-size-not-possible": (
        "An instance has from 1 to %(most)s points; this one has %(count)s.",
        "یک نمونه از ۱ تا %(most)s نقطه دارد؛ این یکی %(count)s نقطه دارد.",
    ),
    "cpmp-medians-not-possible": (
        "From 1 to %(most)s medians are possible here, not %(p)s.",
        "این‌جا از ۱ تا %(most)s میانه ممکن است، نه %(p)s.",
    ),
    "cpmp-weight-over-capacity": (
        "All points weigh %(weight)s; the %(p)s largest medians bear %(capacity)s.",
        "وزن همهٔ نقطه‌ها %(weight)s است؛ %(p)s میانهٔ بزرگ‌تر تنها %(capacity)s می‌پذیرند.",
    ),
    "cpmp-point-too-heavy": (
        "Point %(row)s weighs %(weight)s; no median bears more than %(capacity)s.",
        "وزن نقطهٔ %(row)s برابر %(weight)s است؛ هیچ میانه‌ای بیش از %(capacity)s نمی‌پذیرد.",
    ),
    "cpmp-distances-not-sound": (
        "The matrix is no table of distances between %(points)s points: %(why)s.",
        "این ماتریس جدول فاصلهٔ %(points)s نقطه نیست: %(why)s.",
    ),
    "cpmp-time-not-possible": (
        "The seconds must be above zero; they are %(seconds)s.",
        "ثانیه‌ها باید بیش از صفر باشد؛ اکنون %(seconds)s است.",
    ),
    "cpmp-measure-not-known": (
        "A distance is one of %(known)s, not %(given)s.",
        "فاصله یکی از این‌هاست: %(known)s، نه %(given)s.",
    ),
}
