"""Arguments of the account pages."""

ARGUMENTS = {
    "accounts:anew": lambda cast: {"uidb64": "MQ", "token": "set-password"},
    "office:account": lambda cast: {"number": cast.reza.pk},
    "office:close_account": lambda cast: {"number": cast.reza.pk},
    "office:reopen_account": lambda cast: {"number": cast.reza.pk},
    "office:take_second_factor": lambda cast: {"number": cast.reza.pk},
}
