"""Telegram's stand-in on this machine: a Bot API server, its people, and the page on which one is them.

It and the rest of the bot never import each other: they speak HTTP.
"""
