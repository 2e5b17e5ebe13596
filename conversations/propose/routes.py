"""What the organiser's dialog answers."""

from conversations.propose import dialog, kit, mine, team
from conversations.propose.questions import NAME
from conversations.routes import Routes

ROUTES = Routes(
    taps=dialog.TAPS | mine.TAPS | kit.TAPS | team.TAPS,
    links=team.LINKS | {"l": dialog.offer_late},
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
)
