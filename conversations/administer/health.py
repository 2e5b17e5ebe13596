"""Whether all that the bot needs is right: looked at outside, shown as it comes back."""

from markupsafe import Markup

from conversations.exchange import Button, Card, Checked, CheckHealth, Tap, Turn
from conversations.shown.health import finding_line


def show(turn: Turn) -> None:
    """Asks for a look at everything; what it found comes back as Checked."""
    turn.toast(turn.w("health.looking"))
    turn.replies.append(CheckHealth())


def checked(turn: Turn, content: Checked) -> None:
    """What was found."""
    if not turn.is_administrator:
        return
    w = turn.w
    wrong = sum(not finding.right for finding in content.findings)
    lines = Markup("\n").join(finding_line(w, finding) for finding in content.findings)
    heading = w.n("health.wrong", wrong) if wrong else w("health.right")
    rows = [
        [Button(w.plain("health.again"), Tap("admin", 0, 0, "health"))],
        [Button(w.plain("form.back"), Tap("admin", 0, 0))],
    ]
    turn.say(Card(heading + Markup("\n\n") + lines, rows))
