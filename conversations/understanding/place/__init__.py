"""Places of France, and which of them a text means."""

from conversations.understanding.place.gazetteer import Gazetteer, Place
from conversations.understanding.place.here import HERE
from conversations.understanding.place.locating import locate
from conversations.understanding.place.whereabouts import other_places, place_of

__all__ = ["HERE", "Gazetteer", "Place", "locate", "other_places", "place_of"]
