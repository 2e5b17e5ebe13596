"""Places of France, and which of them a text means."""

from conversations.understanding.place.gazetteer import KM_A_DEGREE, Gazetteer, Place
from conversations.understanding.place.here import HERE
from conversations.understanding.place.locating import locate
from conversations.understanding.place.whereabouts import other_places, place_of

__all__ = ["HERE", "KM_A_DEGREE", "Gazetteer", "Place", "locate", "other_places", "place_of"]
