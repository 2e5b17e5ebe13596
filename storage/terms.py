"""The codes of everything that is chosen from a list. Their names are in the message catalogues."""

BODIES = ("central", "devolved", "local", "operator", "hospital", "partner")
THEMES = (
    "understanding",
    "policy_design",
    "service_quality",
    "change",
    "digital",
    "innovators",
    "participation",
    "open_data",
    "ecology",
    "social",
    "health",
    "education",
    "territories",
    "simplification",
    "procurement",
)
FORMATS = (
    "conference",
    "workshop",
    "debate",
    "visit",
    "demonstration",
    "exhibition",
    "training",
    "hackathon",
    "design_sprint",
    "round_table",
    "webinar",
    "networking",
)
AUDIENCES = (
    "general_public",
    "employers",
    "voluntary_sector",
    "public_servants",
    "public_buyers",
    "elected_officials",
    "students",
    "researchers",
)
CRITERIA = ("involves", "methods", "meaning", "cooperation")
LANGUAGES = ("fr", "en", "both")  # in which an event is held
ATTENDANCE = ("on_site", "online", "both")
ACCESSIBILITY = (
    "step_free",
    "sign_language",
    "captions",
    "hearing_loop",
    "easy_read",
    "quiet_room",
    "audio_description",
)
