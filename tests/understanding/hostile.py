"""What nobody means well by: words of every rule in any order, and texts made to hurt."""

WORDS = (
    "lundi mardi prochain dernier en huit semaine week-end du au le la à de et ou sauf avant après"
    " jusqu'à dès 14 16h 9h30 31/12/9999 0/0 11/15 novembre décembre 2016 demain hier matin soir midi"
    " minuit dans 999999999 jours mois heures km Lille Saint-Denis (93) 75012 Paris 13e gratuit atelier"
    " santé rappelle-moi la veille tous les chaque durée 2h - – : ; , . ( ) next week on Monday from to"
    " until between 2pm half past two noon tonight a fortnight before ago within miles of"
).split()
NASTY = (
    *(char * times for char, times in (("ﷺ", 256), ("ﬃ", 500), ("ß", 500), ("(", 4096), ("-", 4096), ("9", 4096))),
    *(pair * 2048 for pair in ("a ", "l'", "1/")),
    "à 25000 km de Lille",
    "dès",
)
