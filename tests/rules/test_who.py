"""Who proposes, as people write it: the name, the function and the address, whatever is said around them."""

import pytest

from conversations.propose.steps.who import read_who

CAMILLE = ("Camille Durand", "chargée d'innovation à la mairie de Lille", "camille@ville-lille.fr")


@pytest.mark.parametrize(
    "text",
    [
        "Camille Durand, chargée d'innovation à la mairie de Lille, camille@ville-lille.fr",
        "je suis Camille Durand, chargée d'innovation à la mairie de Lille, mon mail c'est camille@ville-lille.fr",
        "Bonjour, je m'appelle Camille Durand, chargée d'innovation à la mairie de Lille -\ncamille@ville-lille.fr",
        "Nom : Camille Durand\nchargée d'innovation à la mairie de Lille\nEmail : camille@ville-lille.fr",
    ],
)
def test_what_is_said_around_a_name_is_no_part_of_it(text: str) -> None:
    read = read_who(text)
    assert (read["who"], read["who_function"], read["email"]) == CAMILLE
