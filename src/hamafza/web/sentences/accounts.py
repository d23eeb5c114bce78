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
}
