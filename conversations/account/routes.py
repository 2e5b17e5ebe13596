"""What first contact, help and language answer."""

from conversations.account import dialog
from conversations.routes import Routes

ROUTES = Routes(
    taps={"speak": dialog.speak},
    commands={
        "help": lambda turn, _: dialog.show_help(turn),
        "language": lambda turn, _: dialog.offer_languages(turn),
        "privacy": lambda turn, _: dialog.not_yet_possible(turn, "privacy"),
    },
    intents={
        "help": lambda turn, _: dialog.show_help(turn),
        "language": lambda turn, _: dialog.offer_languages(turn),
        "smalltalk": dialog.small_talk,
        **{
            intent: lambda turn, question: dialog.not_yet_possible(turn, question.intent)
            for intent in ("alert", "unsubscribe", "privacy")
        },
    },
    links={"": lambda turn, _: dialog.greet(turn)},
)
