"""Who the person is to the bot: first contact, language, help."""
