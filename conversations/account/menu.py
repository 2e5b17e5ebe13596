"""The commands, by their French and English names."""

MENU: dict[str, dict[str, str]] = {
    "programme": {"fr": "programme", "en": "programme"},
    "nearby": {"fr": "proximite", "en": "nearby"},
    "search": {"fr": "chercher", "en": "search"},
    "reminders": {"fr": "rappels", "en": "reminders"},
    "propose": {"fr": "proposer", "en": "propose"},
    "resume": {"fr": "reprendre", "en": "resume"},
    "proposals": {"fr": "propositions", "en": "proposals"},
    "language": {"fr": "langue", "en": "language"},
    "privacy": {"fr": "confidentialite", "en": "privacy"},
    "help": {"fr": "aide", "en": "help"},
}
COMMANDS = {name: key for key, names in MENU.items() for name in names.values()}
