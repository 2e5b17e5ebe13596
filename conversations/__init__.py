"""What is said: dialogs, wording, understanding. Knows no Telegram, no clock, and awaits nothing."""
