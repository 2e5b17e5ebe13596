"""Bad input at every step: a clear answer, nothing lost, nothing leaked, no error in the log."""

STICKER_KIND = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
STICKER = {"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍", **STICKER_KIND}}
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}
DICE = {"dice": {"emoji": "🎲", "value": 3}}
