"""What several dialogs show: an event, a proposal's answers, a reason. Fields first, then Telegram's markup."""
