"""The start of a page in own sentences: a headline, a byline and a story in three paragraphs."""

HEADLINE = "Council votes to close harbour pool after 94 years\n"
BYLINE = "By Ines Okafor\n"
PARAGRAPHS = """\
The council voted six to five on Tuesday to close the swimming pool at the end of Harbour Lane, open since 1931.
Repairs to the roof would have cost $2.4 million, the council's treasurer, Paul Adeyemi, said before the vote.
The pool will stay open until the end of May. What will become of the building is to be decided in the autumn.
"""
