"""What the citizen's dialog answers."""

from conversations.discover import dialog, event, inline, registering, reminding, results
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
        "event": event.open_event,
        "map": event.show_map,
        "seat": event.change_seat,
        "unseat": event.change_seat,
        "picture": event.show_picture,
        "calendar": event.send_calendar,
        "about": event.show_description,
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
    links={"e": event.open_reference},
    inline=inline.answer,
    understands=dialog.asked,
    located=results.here,
)
