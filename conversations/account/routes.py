"""What first contact, help and language answer."""

from conversations.account import accessible, data, dialog
from conversations.routes import Routes

ROUTES = Routes(
    taps={
        "speak": dialog.speak,
        "mydata": lambda turn, _: data.send_data(turn),
        "forget": lambda turn, _: data.ask_once(turn),
        "forget.again": data.ask_again,
        "forget.all": data.forget,
        "keep": data.keep,
        "accessible": accessible.switch,
    },
    commands={
        "help": lambda turn, _: dialog.show_help(turn),
        "language": lambda turn, _: dialog.offer_languages(turn),
        "privacy": lambda turn, _: data.show_privacy(turn),
        "mydata": lambda turn, _: data.send_data(turn),
        "forget": lambda turn, _: data.ask_once(turn),
        "accessible": lambda turn, _: accessible.offer(turn),
    },
    intents={
        "help": lambda turn, _: dialog.show_help(turn),
        "language": lambda turn, _: dialog.offer_languages(turn),
        "smalltalk": dialog.small_talk,
        "privacy": lambda turn, _: data.show_privacy(turn),
        "unsubscribe": lambda turn, _: data.unsubscribe(turn),
    },
    links={"": lambda turn, _: dialog.greet(turn)},
)
