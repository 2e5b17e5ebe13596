"""What the citizen's dialog answers."""

from conversations.discover import dialog, inline
from conversations.discover.event import card, registering, reminding
from conversations.discover.search import results
from conversations.discover.standing import fresh
from conversations.routes import Routes

ROUTES = Routes(
    taps={
        "page": results.turn_page,
        "drop": results.drop_chip,
        "change": results.open_menu,
        "set": results.change_chip,
        "online": results.online_only,
        "results": results.show_again,
        "event": card.open_event,
        "map": card.show_map,
        "seat": card.change_seat,
        "unseat": card.change_seat,
        "picture": card.show_picture,
        "calendar": card.send_calendar,
        "about": card.show_description,
        "remind": reminding.remind,
        "unremind": reminding.cancel_reminder,
    },
    commands={
        "nearby": dialog.nearby,
        "search": dialog.search,
        "programme": dialog.whole_programme,
        "reminders": lambda turn, _: reminding.list_reminders(turn),
    },
    intents={
        "nearby": results.ask,
        "search": results.ask,
        "programme": results.ask,
        "event": dialog.open_event,
        "remind": dialog.remind,
        "register": lambda turn, question: registering.register_in_words(turn, question, fresh(turn)),
        "reminders": lambda turn, _: reminding.list_reminders(turn),
        "cancel_reminder": dialog.cancel_reminder,
        "none": dialog.not_understood,
    },
    links={"e": card.open_reference},
    inline=inline.answer,
    understands=dialog.asked,
    located=results.here,
)
