"""Telegram and the process: updates in, messages out, time, the command line."""
