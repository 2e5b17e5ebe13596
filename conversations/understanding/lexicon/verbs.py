"""The forms of regular words by rule, folded: `chercher` gives `cherche`, `look` gives `looking`, `vif` `vives`."""

from storage.analyser import fold

FIRST_GROUP = (
    "er e es ent ons ez ais ait aient ions iez erai eras era erons erez eront erais erait erions eriez eraient"
    " e ee es ees ant a as ai"
).split()
SECOND_GROUP = (
    "ir is it issons issez issent issais issait issaient irai iras ira irons irez iront irais irait iriez iraient"
    " i ie ies issant isse"
).split()
FAMILIES = ("er", "ir", "en", "adjectif")
FEMININE = (
    ("eux", "euse"),
    ("if", "ive"),
    ("el", "elle"),
    ("eil", "eille"),
    ("er", "ere"),
    ("en", "enne"),
    ("on", "onne"),
)


def forms_of(verb: str, family: str) -> frozenset[str]:
    """Every form of a verb of the first (`er`) or second (`ir`) group, of a regular English verb
    (`en`), or of a French adjective (`adjectif`)."""
    folded = fold(verb)
    if family == "adjectif":
        return frozenset(_adjective(folded))
    if family == "en":
        return frozenset(_english(folded))
    if family == "ir":
        return frozenset(folded[:-2] + ending for ending in SECOND_GROUP)
    stem = folded[:-2]
    forms = {stem + ending for ending in FIRST_GROUP}
    if stem.endswith("g"):  # changeons
        forms |= {f"{stem}e{ending}" for ending in ("ons", "ais", "ait", "aient", "ant", "a")}
    if stem.endswith("y"):  # envoie
        forms |= {f"{stem[:-1]}i{ending}" for ending in ("e", "es", "ent", "erai", "erais", "era", "erait")}
    if stem.endswith(("el", "et")):  # appelle, jette
        forms |= {stem + stem[-1] + ending for ending in ("e", "es", "ent", "erai", "erais", "era", "erait")}
    return frozenset(forms)


def _adjective(masculine: str) -> set[str]:
    """`sérieux` gives `sérieuses`, `spécial` gives `spéciaux`."""
    changed = (masculine.removesuffix(old) + new for old, new in FEMININE if masculine.endswith(old))
    feminine = next(changed, masculine if masculine.endswith("e") else f"{masculine}e")
    plural = (
        masculine if masculine[-1] in "sx" else f"{masculine[:-1]}ux" if masculine.endswith("al") else f"{masculine}s"
    )
    return {masculine, plural, feminine, f"{feminine}s"}


def _english(verb: str) -> set[str]:
    bare = verb.removesuffix("e")
    forms = {verb, f"{verb}s", f"{verb}es", f"{bare}ed", f"{bare}ing", f"{verb}ing"}
    if verb.endswith("y"):
        forms |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied"}
    if verb[-1] not in "aeiouwxy" and verb[-2:-1] in ("a", "e", "i", "o", "u"):  # planned, getting
        forms |= {f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    return forms
