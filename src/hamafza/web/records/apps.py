from django.apps import AppConfig


class Records(AppConfig):
    name = "hamafza.web.records"
    label = "records"
