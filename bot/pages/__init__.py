"""The public pages and feeds: what Telegram shows of the programme, for those without it. Read only."""
