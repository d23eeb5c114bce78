"""The door by which messages leave the house: the console, a folder, e-mail, or a gateway."""

from hamafza.web.notifier.doors import Channel, NotSent, door_of, folder_of, lay_down, send

__all__ = ["Channel", "NotSent", "door_of", "folder_of", "lay_down", "send"]
