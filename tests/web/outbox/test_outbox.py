"""Messages leave once, are tried again when the gateway is down, and nobody guesses their fate."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.utils import timezone

from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web import notifier, postman
from hamafza.web.actions import outbox
from hamafza.web.records.events import Event
from hamafza.web.records.outbox import Message, MessageState

pytestmark = pytest.mark.django_db


def laid(once: str = "a", **more) -> Message:
    told = {"channel": "sms", "to": "09131234567", "text": "سلام", "purpose": "trial", "once": once}
    return outbox.write(**(told | more))


@pytest.fixture
def door(monkeypatch):
    """Stand at the door: what went out, and what it is told to answer."""
    went, faults = [], []

    def send(channel, *, to, subject, text):
        went.append((channel, to, text))
        if faults:
            raise faults.pop(0)

    monkeypatch.setattr(notifier, "send", send)
    return went, faults


def test_a_message_goes_out_once_however_often_it_is_written(door):
    went, _ = door
    assert laid().pk == laid(text="باز").pk
    assert (postman.go_round("w"), postman.go_round("w")) == (1, 0)
    assert went == [("sms", "09131234567", "سلام")]
    assert Message.objects.get().state == MessageState.SENT


def test_a_message_of_the_demo_never_reaches_a_gateway(door, settings, tmp_path):
    went, _ = door
    settings.SMS_URL, settings.MAIL_FOLDER = "json://gateway.example/{to}", tmp_path
    message = laid()
    Message.objects.update(is_demo=True)
    postman.go_round("w")
    message.refresh_from_db()
    assert (message.state, went) == (MessageState.SENT, [])
    assert len(list(tmp_path.glob("*.sms"))) == 1


def test_a_secret_goes_out_and_is_kept_nowhere(door):
    went, _ = door
    laid(text="رمز ••••••", secret_text="رمز 123456")
    postman.go_round("w")
    kept = Message.objects.get()
    assert went[0][2] == "رمز 123456"
    assert (kept.text, kept.secret_text) == ("رمز ••••••", "")


def test_a_gateway_that_is_down_is_tried_again_later_and_at_last_given_up(door):
    went, faults = door
    message = laid()
    most = outbox.params().most_attempts
    for attempt in range(1, most + 1):
        faults.append(notifier.NotSent("down", is_final=False))
        assert postman.go_round("w") == 1
        message.refresh_from_db()
        assert message.attempts == attempt
        assert postman.go_round("w") == 0, "it waits before it is tried again"
        Message.objects.update(due_at=timezone.now())
    assert (message.state, message.fault) == (MessageState.FAILED, "down")
    assert len(went) == most


def test_what_can_never_go_out_is_not_tried_again(door):
    _, faults = door
    faults.append(notifier.NotSent("no such number", is_final=True))
    laid()
    postman.go_round("w")
    assert Message.objects.get().state == MessageState.FAILED


def test_a_message_whose_worker_was_killed_while_sending_is_not_sent_again(door, monkeypatch):
    went, _ = door
    laid()

    def killed(*_, **__):
        raise SystemExit  # as SIGKILL: after the gateway took it, before anything was written

    monkeypatch.setattr(outbox, "has_gone", killed)
    with pytest.raises(SystemExit):
        postman.go_round("first")
    monkeypatch.undo()
    assert len(went) == 1
    later = timezone.now() + timedelta(minutes=outbox.params().lease_minutes + 1)
    assert outbox.give_up_lost(now=later) == 1
    assert outbox.take(worker="second", now=later) is None
    kept = Message.objects.get()
    assert (kept.state, kept.attempts) == (MessageState.UNSURE, 1)


def test_a_late_worker_does_not_write_over_what_another_decided(door):
    message = laid()
    outbox.take(worker="slow")
    outbox.give_up_lost(now=timezone.now() + timedelta(hours=1))
    outbox.has_not_gone(message=message, worker="slow", fault="late", is_final=True)
    assert Message.objects.get().state == MessageState.UNSURE


def test_a_code_that_ran_out_before_it_could_be_sent_lapses(door):
    went, _ = door
    laid(secret_text="رمز", holds_until=timezone.now() - timedelta(seconds=1))
    assert postman.go_round("w") == 0
    kept = Message.objects.get()
    assert (kept.state, kept.secret_text, went) == (MessageState.LAPSED, "", [])


def test_an_officer_may_send_again_what_failed_and_that_is_an_event(door, cast):
    went, faults = door
    faults.append(notifier.NotSent("no", is_final=True))
    message = laid()
    postman.go_round("w")
    with pytest.raises(outbox.NotYourMessage):
        outbox.send_again(actor=cast.maryam, message=message)
    outbox.send_again(actor=cast.parviz, message=message)
    assert Event.objects.get(verb="send-again").before == {"state": "failed"}
    postman.go_round("w")
    assert len(went) == 2
    with pytest.raises(StepNotPermitted):
        outbox.send_again(actor=cast.parviz, message=message)


def test_a_message_that_held_a_code_is_not_sent_again(cast):
    message = laid(holds_until=timezone.now() + timedelta(minutes=5))
    Message.objects.update(state=MessageState.UNSURE)
    with pytest.raises(outbox.MessageHeldASecret):
        outbox.send_again(actor=cast.mina, message=message)


def test_letters_go_by_djangos_post(settings):
    notifier.send("email", to="a@example.org", subject="آزمون", text="متن")
    assert [(one.to, one.subject) for one in mail.outbox] == [(["a@example.org"], "آزمون")]


def test_without_a_gateway_short_messages_lie_in_the_folder(settings, tmp_path):
    settings.SMS_URL, settings.MAIL_FOLDER = "", tmp_path
    notifier.send("sms", to="0913", subject="", text="رمز")
    (laid_down,) = tmp_path.glob("*.sms")
    assert laid_down.read_text(encoding="utf-8") == "to: 0913\n\nرمز\n"
    assert laid_down.stat().st_mode & 0o077 == 0
    assert notifier.folder_of("sms") == str(tmp_path)


def test_the_console_is_a_door_too(settings, capsys):
    settings.SMS_URL = "console:"
    notifier.send("sms", to="0913", subject="", text="رمز")
    assert "رمز" in capsys.readouterr().err
    assert notifier.folder_of("sms") == ""


class Gateway(BaseHTTPRequestHandler):
    asked: list[tuple[str, bytes]] = []
    status = 200

    def do_POST(self):  # noqa: N802 - the library's name
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, content))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def gateway(settings, monkeypatch):
    """A gateway of this machine, spoken to through the kept library."""
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"json://127.0.0.1:{server.server_port}/send/{{to}}"
    monkeypatch.setattr(Gateway, "asked", [])
    yield Gateway
    server.shutdown()
    server.server_close()


def test_a_gateway_is_handed_the_number_in_latin_digits_and_the_text(gateway):
    notifier.send("sms", to="۰۹۱۳ ۱۲۳ ۴۵۶۷", subject="", text="رمز شما")
    ((path, content),) = gateway.asked
    assert path.rstrip("/") == "/send/09131234567"
    assert "رمز شما" in content.decode("utf-8") or "\\u0631" in content.decode("utf-8")


def test_a_gateway_that_answers_with_an_error_is_tried_again_later(gateway, monkeypatch):
    monkeypatch.setattr(Gateway, "status", 500)
    with pytest.raises(notifier.NotSent) as fault:
        notifier.send("sms", to="09131234567", subject="", text="رمز")
    assert not fault.value.is_final


def test_an_address_that_no_library_knows_is_final(settings):
    settings.SMS_URL = "nonsense-without-a-scheme"
    with pytest.raises(notifier.NotSent) as fault:
        notifier.send("sms", to="09131234567", subject="", text="رمز")
    assert fault.value.is_final
