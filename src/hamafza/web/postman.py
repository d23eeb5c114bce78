"""The worker's round with the outbox: takes, sends, and writes down what became of each."""

import logging
import socket
import uuid

from hamafza.web import notifier
from hamafza.web.actions import outbox

logger = logging.getLogger("hamafza.outbox")


def go_round(worker: str = "") -> int:
    """Send what is due, some messages at once; return how many were tried."""
    name = worker or f"{socket.gethostname()}-{uuid.uuid4().hex[:12]}"
    if lost := outbox.give_up_lost():
        logger.warning("%s messages had lost their worker; nobody knows whether they left", lost)
    tried = 0
    while tried < outbox.params().at_once:
        message = outbox.take(worker=name)
        if message is None:
            break
        tried += 1
        try:
            text = message.secret_text or message.text
            send = notifier.lay_down if message.is_demo else notifier.send
            send(message.channel, to=message.to, subject=message.subject, text=text)
        except notifier.NotSent as fault:
            logger.warning("message %s did not go out: %s", message.pk, fault.said)
            told = {"fault": fault.said, "is_final": fault.is_final}
            outbox.has_not_gone(message=message, worker=name, **told)
        else:
            outbox.has_gone(message=message, worker=name)
    return tried
