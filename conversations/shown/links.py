"""Links into the bot."""


def deep_link(bot_name: str, payload: str) -> str:
    """What opens the private chat with the bot and says `/start payload` there: 64 letters at most."""
    return f"https://t.me/{bot_name}?start={payload}"


def event_link(bot_name: str, reference: str) -> str:
    """What opens an event."""
    return deep_link(bot_name, f"e_{reference}")
