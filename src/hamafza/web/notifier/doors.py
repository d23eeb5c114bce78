"""
One call for every channel, and one way to say that it did not go out.

Which door a channel has is a setting. Without a gateway, short messages are laid in a folder of
this machine as letters are, and pages say so.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from hamafza.web.notifier import gateway
from hamafza.web.notifier.faults import NotSent

__all__ = ["Channel", "NotSent", "door_of", "folder_of", "lay_down", "send"]
CONSOLE = "console:"


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"


def send(channel: str, *, to: str, subject: str, text: str) -> None:
    """Send one message now; raise NotSent if it did not go out, or nobody can say."""
    door_of(channel)(to, subject, text)


def door_of(channel: str) -> Callable[[str, str, str], None]:
    """Return the door that the settings give a channel."""
    if Channel(channel) is Channel.EMAIL:
        return _by_mail
    if settings.SMS_URL == CONSOLE:
        return _on_the_console
    return _by_gateway if settings.SMS_URL else _in_the_folder


def lay_down(channel: str, *, to: str, subject: str, text: str) -> None:
    """Lay a message in the folder, whatever the settings say: the demo's addresses are invented."""
    _in_the_folder(to, subject, text)


def folder_of(channel: str, *, is_demo: bool = False) -> str:
    """Return the folder where messages are laid, or nothing where they are really sent."""
    door = _in_the_folder if is_demo else door_of(channel)
    if door is _in_the_folder:
        return str(settings.MAIL_FOLDER)
    return getattr(settings, "EMAIL_FILE_PATH", "") if door is _by_mail else ""


def _by_mail(to: str, subject: str, text: str) -> None:
    try:
        went = send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    except (OSError, ValueError) as fault:  # smtplib's faults are OSErrors
        raise NotSent(str(fault), is_final=isinstance(fault, ValueError)) from fault
    if not went:
        raise NotSent("the post office took nothing", is_final=False)


def _by_gateway(to: str, _subject: str, text: str) -> None:
    gateway.send(settings.SMS_URL, to, text)


def _on_the_console(to: str, subject: str, text: str) -> None:
    sys.stderr.write(f"--- to {to}{f': {subject}' if subject else ''}\n{text}\n---\n")


def _in_the_folder(to: str, _subject: str, text: str) -> None:
    folder = Path(settings.MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{timezone.now():%Y%m%d-%H%M%S-%f}.sms"
    path.touch(mode=0o600)
    path.write_text(f"to: {to}\n\n{text}\n", encoding="utf-8")
