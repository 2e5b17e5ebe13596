"""What the organiser's dialog answers."""

from conversations.propose import attendees, dialog, kit, mine, team
from conversations.propose.questions import NAME
from conversations.routes import Routes

ROUTES = Routes(
    taps=dialog.TAPS
    | mine.TAPS
    | kit.TAPS
    | team.TAPS
    | {
        "attendees": attendees.show_list,
        "attendees.file": attendees.send_file,
        "check_in": attendees.check_in,
    },
    links=team.LINKS | {"l": dialog.offer_late, "c": attendees.open_ticket},
    commands={
        "propose": lambda turn, _: dialog.start(turn),
        "resume": lambda turn, _: dialog.resume(turn),
        "proposals": lambda turn, _: mine.show_list(turn),
    },
    intents={
        "propose": lambda turn, _: dialog.start(turn),
        "proposals": lambda turn, _: mine.show_list(turn),
        "status": lambda turn, _: mine.show_list(turn),
    },
    doing={NAME: dialog.read, dialog.CHOOSING: dialog.pasted},
    again={NAME: dialog.ask_again},
)
