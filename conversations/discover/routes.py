"""What the citizen's dialog answers."""

from conversations.discover import alerts, dialog, in_group, inline, reminders, silence
from conversations.discover.event import card, inquiring, rating, registering, reminding, similar
from conversations.discover.search import browsing, links, results
from conversations.discover.standing import fresh
from conversations.routes import Routes

SEARCH = {
    "page": results.turn_page,
    "drop": results.drop_chip,
    "change": results.open_menu,
    "set": results.change_chip,
    "online": results.online_only,
    "results": results.show_again,
    "archive": results.open_archive,
    "programme": lambda turn, _: browsing.show_menu(turn),
    "programme.by": browsing.by,
    "programme.of": browsing.of,
}
EVENT = {
    "event": card.open_event,
    "event.more": card.show_more,
    "map": card.show_map,
    "picture": card.show_picture,
    "calendar": card.send_calendar,
    "about": card.show_description,
    "similar": similar.show_similar,
    "seat": card.change_seat,
    "wait": card.change_seat,
    "unseat": registering.ask_whether_to_leave,
    "unseat.sure": card.change_seat,
    "ticket": registering.send_ticket,
    "remind": card.set_reminder,
    "reminding": reminding.show_all,
    "unset": reminding.unset,
    "retime": reminding.ask_moment,
    "inquire": inquiring.invite,
    "no_inquiry": inquiring.never_mind,
    "inquiries": inquiring.show_public,
    "open_inquiries": inquiring.show_open,
    "answer_inquiry": inquiring.ask_for_answer,
    "publish_inquiry": inquiring.publish,
    "rate": rating.rate,
    "rated": rating.enough,
    "unword": rating.take_back_word,
}
KEPT = {
    "reminders": lambda turn, _: reminders.list_reminders(turn),
    "unremind": reminders.cancel_reminder,
    "alerts": lambda turn, _: alerts.show_list(turn),
    "alert": alerts.open_one,
    "alert.add": alerts.set_from_results,
    "alert.how": alerts.change_how,
    "alert.km": alerts.change_radius,
    "alert.see": alerts.see,
    "alert.end": alerts.end,
    "week.follow": alerts.follow_week,
    "week.unfollow": alerts.unfollow_week,
    "silence": silence.silence,
}
ROUTES = Routes(
    taps=SEARCH | EVENT | KEPT,
    commands={
        "nearby": dialog.nearby,
        "search": dialog.search,
        "programme": lambda turn, _: browsing.show_menu(turn),
        "reminders": lambda turn, _: reminders.list_reminders(turn),
        "alerts": lambda turn, _: alerts.show_list(turn),
    },
    group_commands={"morning": in_group.set_morning},
    intents={
        "nearby": results.ask,
        "search": results.ask,
        "programme": dialog.programme_asked,
        "event": dialog.open_event,
        "alert": alerts.set_in_words,
        "remind": dialog.remind,
        "register": lambda turn, question: registering.register_in_words(turn, question, fresh(turn)),
        "reminders": lambda turn, _: reminders.list_reminders(turn),
        "cancel_reminder": dialog.cancel_reminder,
        "none": dialog.not_understood,
    },
    links={"e": card.open_reference, links.LETTER: dialog.open_search, "r": dialog.open_region},
    doing={
        reminding.LISTENING: reminding.read_moment_said,
        inquiring.ASKING: inquiring.read_inquiry,
        inquiring.ANSWERING: inquiring.read_answer,
        rating.DOING: rating.read_word,
    },
    once={each: frozenset() for each in (reminding.LISTENING, inquiring.ASKING, inquiring.ANSWERING, rating.DOING)},
    replies={"inquiry": inquiring.replied},
    inline=inline.answer,
    understands=dialog.asked,
    located=dialog.here,
    addressed=in_group.addressed,
)
