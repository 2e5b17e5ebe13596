"""Who may what: the one table, by the kind of what comes in and its name. Reception reads it: what only administrators
may is refused to everybody else before any dialog hears of it; the rest depends on the record that is meant, so each
dialog looks, and a test walks them all. What comes in and is not named here is a fault that shows at the start.
"""

from typing import Literal

from conversations.routes import Routes

# `anybody`: it is public, or of whoever asks. `organiser`: of that very proposal. `member`: sits in the committee, and
# has no stake in that proposal. `voter`: a member who is no observer; where the chair alone decides, the chair.
# `chair`: presides over the committee; an administrator where it is about its members.
Need = Literal["anybody", "organiser", "member", "voter", "chair", "administrator"]
Kind = Literal["tap", "command", "group_command", "link", "doing", "reply"]

_TABLE: dict[Kind, dict[Need, str]] = {
    "tap": {
        "anybody": """
            speak mydata forget forget.again forget.all keep accessible
            page drop change set online results archive programme programme.by programme.of
            event event.more map picture calendar about similar seat wait unseat unseat.sure ticket
            remind reminding unset retime reminders unremind inquire no_inquiry uninquire inquiries
            rate rated unword alerts alert alert.add alert.how alert.km alert.see alert.end
            week.follow week.unfollow silence new late mine.page team.yes no_remark
        """,
        "organiser": """
            open_inquiries answer_inquiry publish_inquiry draft duplicate
            mine mine.history mine.sessions mine.call_off mine.cancel withdraw kit kit.send
            team team.invite team.remove attendees attendees.file check_in answer uncorrect
            propose.back propose.cancel propose.choose propose.clear propose.delete propose.drop propose.edit
            propose.hand_in propose.keep propose.later propose.more propose.next propose.submit propose.take
        """,
        "member": """
            file more assess score help note next queue together coverage history history_csv threads no_conflict
            conflict list
        """,
        "voter": "decide undo at_once take reason no_reason close_thread same not_same correct mend ask",
        "chair": "cancel_it cancel_yes members",
        "administrator": """
            admin committee edition edition.past administrator person acts export import broadcast broadcast.to
        """,
    },
    "command": {
        "anybody": """
            accessible alerts forget help language mydata nearby privacy programme proposals propose reminders resume
            search link
        """,
        "member": "queue coverage stats members",
        "administrator": "admin",
    },
    "group_command": {"anybody": "link morning", "member": "queue coverage stats members"},
    "link": {"anybody": "a c e f h j l r", "member": "p s n", "voter": "q"},
    "doing": {
        "anybody": "propose inquiry inquiry_sent leaving moment rating choosing",
        "organiser": "inquiry_answer",
        "member": "scores note",
        "voter": "why correct remark more_files",
        "chair": "cancel_event",
        "administrator": """
            affiliations broadcast.event broadcast.words decide_until edition edition.closing edition.criteria
            edition.days edition.expected edition.kit edition.name edition.territories import person person.why
        """,
    },
    "reply": {"organiser": "inquiry", "voter": "question remark"},
}
NEEDS: dict[tuple[Kind, str], Need] = {
    (kind, name): need for kind, by_need in _TABLE.items() for need, names in by_need.items() for name in names.split()
}


class NoRight(LookupError):
    """Something comes in of which nobody has said who may: name it in `conversations.rights`."""


def needs(kind: Kind, name: str) -> Need:
    """What one must be for it."""
    return NEEDS[kind, name]


def check(routes: Routes) -> None:
    """Raises NoRight unless the table names all that these routes answer, and nothing else."""
    named: set[tuple[Kind, str]] = {("link", name) for name in routes.links if name}
    named |= {("tap", name) for name in (*routes.taps, *routes.in_group)}
    named |= {("command", name) for name in routes.commands} | {("doing", name) for name in routes.doing}
    named |= {("group_command", name) for name in routes.group_commands} | {("reply", name) for name in routes.replies}
    if odd := named ^ NEEDS.keys():
        raise NoRight(", ".join(sorted(f"{kind} {name}" for kind, name in odd)))
