"""The three labels of a line and their order in every array of scores."""

from enum import StrEnum


class Label(StrEnum):
    """What a line is: words of the page's own story, the page's furniture, or a pointer to another story."""

    BODY = "body"
    BOILERPLATE = "boilerplate"
    PROMO = "promo"


#: Column order of every score array in nutgraf; a label's code is its index here.
LABELS: tuple[Label, ...] = (Label.BODY, Label.BOILERPLATE, Label.PROMO)
BODY, BOILERPLATE, PROMO = range(3)
