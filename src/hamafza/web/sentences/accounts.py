"""Refusals about accounts."""

SENTENCES = {
    "username-taken": (
        "An account named %(username)s is already there; choose another name.",
        "حسابی با نام %(username)s هست؛ نام دیگری برگزینید.",
    ),
    "role-needs-scope": (
        "An account with the role %(role)s must say for which %(scope)s it is.",
        "حسابی با نقش %(role)s باید بگوید برای کدام %(scope)s است.",
    ),
    "last-administrator": (
        "This is the only administrator; give the role to somebody else first.",
        "این تنها مدیر سامانه است؛ نخست این نقش را به کس دیگری بدهید.",
    ),
    "administrator-exists": (
        "This installation has an administrator already; sign in and open accounts on the page.",
        "این نصب مدیر سامانه دارد؛ وارد شوید و از صفحه حساب‌ها حساب باز کنید.",
    ),
    "only-administrators": (
        "Only an administrator opens, changes and closes accounts.",
        "حساب‌ها را تنها مدیر سامانه باز می‌کند، تغییر می‌دهد و می‌بندد.",
    ),
    "too-often": (
        "This was tried too often. Wait %(minutes)s minutes and try again.",
        "این کار بیش از اندازه تکرار شد. %(minutes)s دقیقه صبر کنید و دوباره بیازمایید.",
    ),
    "session-gone": (
        "It is signed out there already.",
        "آنجا پیش‌تر از حساب بیرون آمده‌اید.",
    ),
    "second-factor-code-wrong": (
        "This code is wrong, too old, or was used already; take the next one.",
        "این کد نادرست یا کهنه است، یا پیش‌تر به کار رفته؛ کد بعدی را بنویسید.",
    ),
    "second-factor-set-up-already": (
        "The second factor is set up already.",
        "عامل دوم پیش‌تر برقرار شده است.",
    ),
    "second-factor-not-set-up": (
        "This account has no second factor yet.",
        "این حساب هنوز عامل دوم ندارد.",
    ),
    "second-factor-demanded": (
        "Your role must have a second factor: set it up on the page of your account.",
        "نقش شما باید عامل دوم داشته باشد: آن را در صفحه حساب خود برقرار کنید.",
    ),
    "second-factor-secret-lost": (
        "The key of this installation's secrets is lost, so no code of an authenticator can be "
        "checked; use a code on paper, or ask the administrator.",
        "کلید رازهای این نصب گم شده و هیچ کدی از برنامه رمزساز سنجیده نمی‌شود؛ یکی از کدهای "
        "کاغذی را بنویسید یا از مدیر سامانه کمک بخواهید.",
    ),
    "deletion-asked-already": (
        "You have asked for it already; an administrator answers.",
        "پیش‌تر آن را خواسته‌اید؛ مدیر سامانه پاسخ می‌دهد.",
    ),
    "deletion-decided-already": (
        "Somebody else has answered this wish meanwhile.",
        "در این میان کس دیگری به این درخواست پاسخ داده است.",
    ),
    "deletion-reason-needed": (
        "Write why it cannot be done: the person reads it.",
        "بنویسید چرا شدنی نیست: خود شخص آن را می‌خواند.",
    ),
}
