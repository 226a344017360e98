"""Messages to people: worded when they are sent, told in Titip, and by mail where an address is known."""

from workflow.messages.messenger import Mail, Mailer, Messenger
from workflow.messages.wording import Message, worded

__all__ = ["Mail", "Mailer", "Message", "Messenger", "worded"]
