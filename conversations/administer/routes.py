"""What the administrator's dialog answers."""

from conversations.administer import committee, dialog, files
from conversations.routes import Routes

ROUTES = Routes(
    taps={
        "admin": dialog.tapped,
        "committee": committee.tapped,
        "export": files.export,
        "import": files.tapped,
    },
    commands={"admin": lambda turn, _: dialog.show_admin(turn), "link": dialog.link_group},
    group_commands={"link": dialog.link_group},
    links={"a": dialog.become_administrator},
    doing={
        dialog.DOING: dialog.read_days,
        dialog.CLOSING: dialog.read_closing,
        committee.DECIDING: committee.read_deadline,
        committee.AFFILIATING: committee.read_affiliations,
        files.DOING: files.read_file,
    },
    once={
        each: frozenset()
        for each in (dialog.DOING, dialog.CLOSING, committee.DECIDING, committee.AFFILIATING, files.DOING)
    },
    brought=files.brought,
)
