from conversations.understanding.locating import locate
from conversations.understanding.meaning import Question


def understand(text, now, gazetteer, *, language="fr", zone="Europe/Paris", edition=None):
    p = locate(text, gazetteer)
    return Question(text, "nearby" if p else "smalltalk", place=p[0] if p else None)
