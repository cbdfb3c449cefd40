"""Groups of columns that speak of a line by itself, as data; see `nutgraf.evidence`."""

from math import expm1

from nutgraf.saying import HERALD, LIKELY, MOST, YES, Group, Saying, least, most

#: Evidence of the line's own words: `nutgraf.wording` names the words themselves.
OWN_WORDS = "words"

OF_THE_LINE: tuple[Group, ...] = (
    Group(
        OWN_WORDS,
        ("body_odds", "boilerplate_odds", "promo_odds"),
        (
            Saying("words as in stories", {"body_odds": (0.5, MOST)}),
            Saying("words as in headlines of other stories", {"promo_odds": (0.5, MOST)}),
            Saying("words as in a page's furniture", {"boilerplate_odds": (0.5, MOST)}),
            Saying("words that could be anything"),
        ),
    ),
    Group(
        "announces",
        ("after_headline", "before_promo", "after_story"),
        (
            Saying("looks like the label of a list of stories", {"before_promo": HERALD}),
            Saying("looks like what stands below a headline", {"after_headline": HERALD}),
            Saying("looks like what stands after a story", {"after_story": HERALD}),
            Saying("announces nothing clearly"),
        ),
    ),
    Group(
        "mark-up",
        ("like_*",),
        (
            Saying("reads like a caption or credit", {"like_caption": LIKELY}),
            Saying("reads like a reader's comment", {"like_comment": LIKELY}),
            Saying("reads like a note on the author", {"like_author": LIKELY}),
            Saying("reads like a date line", {"like_date": LIKELY}),
            Saying("reads like a sign-up or share line", {"like_social": LIKELY}),
            Saying("reads like a tag or category", {"like_tags": LIKELY}),
            Saying("reads like a heading", {"like_heading": LIKELY}),
            Saying("reads like a teaser of another story", {"like_related": LIKELY}),
            Saying("reads like a link of a menu", {"like_link": LIKELY, "like_furniture": LIKELY}),
            Saying("reads like a paragraph of an article", {"like_paragraph": LIKELY, "like_article": LIKELY}),
            Saying("reads like no kind of line in particular"),
        ),
    ),
    Group(
        "what it stands by",
        ("next_*", "previous_*"),
        (
            Saying("such lines stand among other headlines", {"next_promo": LIKELY, "previous_promo": LIKELY}),
            Saying("such lines stand in the middle of stories", {"next_body": LIKELY, "previous_body": LIKELY}),
            Saying("such lines stand anywhere"),
        ),
    ),
    Group(
        "length",
        ("log_characters", "log_words", "mean_word_length"),
        (
            Saying("a single word", {"log_words": most(1)}),
            Saying("only {n} words", {"log_words": most(4)}, "log_words", expm1),
            Saying("long, {n} words", {"log_words": least(25)}, "log_words", expm1),
            Saying("{n} words", number="log_words", unscale=expm1),
        ),
    ),
    Group(
        "case",
        ("upper_share", "*capital_share", "shouted_share", "*_upper", "*_lower", "is_headline", "plain_share"),
        (
            Saying("in capitals", {"shouted_share": (0.6, MOST)}),
            Saying("no letters with case", {"caseless": (0.9, MOST)}),
            Saying("headline case", {"long_capital_share": (0.7, MOST), "log_words": least(3)}),
            Saying("begins in lower case", {"first_lower": YES}),
            Saying("as long as a headline, no end mark", {"is_headline": YES}),
            Saying("sentence case", {"long_capital_share": (-MOST, 0.5), "log_words": least(3)}),
            Saying("case of a short line"),
        ),
    ),
    Group(
        "sentence",
        ("is_sentence", "ends_*", "inner_ends", "end_mark_count", "comma_count"),
        (
            Saying("several sentences", {"ends_sentence": YES, "inner_ends": least(1)}),
            Saying("ends in a question or exclamation mark", {"ends_question": YES}),
            Saying("cut off by dots", {"ends_dots": YES}),
            Saying("a full sentence", {"is_sentence": YES}),
            Saying("ends as a sentence does", {"ends_sentence": YES}),
            Saying("ends in a colon", {"ends_colon": YES}),
            Saying("ends in a comma", {"ends_comma": YES}),
            Saying("no end mark"),
        ),
    ),
    Group(
        "small words",
        ("common_*",),
        (
            Saying("many everyday words", {"common_share": (0.35, MOST)}),
            Saying("no everyday word", {"common_share": (-MOST, 0.001)}),
            Saying("few everyday words"),
        ),
    ),
    Group(
        "digits",
        ("digit_*", "*_digit", "clock_times", "years"),
        (
            Saying("a time of day", {"clock_times": least(1)}),
            Saying("a year", {"years": least(1)}),
            Saying("begins with a number", {"first_digit": YES}),
            Saying("many digits", {"digit_share": (0.15, MOST)}),
            Saying("a number in it", {"digit_count": least(1)}),
            Saying("no digits"),
        ),
    ),
    Group(
        "marks",
        tuple(f"{kind}_*" for kind in ("symbol", "bracket", "dash", "separator", "value_sign", "quote", "colon"))
        + tuple(f"*_{kind}" for kind in ("quote", "bracket", "dash", "separator", "value_sign")),
        (
            Saying("ends in a dash", {"last_dash": YES}),
            Saying("separators like | or >", {"separator_count": least(1)}),
            Saying("quotation marks", {"quote_count": least(2)}),
            Saying("brackets", {"bracket_count": least(1)}),
            Saying("a colon inside", {"colon_count": least(1)}),
            Saying("a currency or percent sign", {"value_sign_count": least(1)}),
            Saying("dashes", {"dash_count": least(1)}),
            Saying("symbols", {"symbol_count": least(1)}),
            Saying("hardly any marks"),
        ),
    ),
    Group(
        "addresses",
        ("at_signs", "addresses"),
        (
            Saying("an address of mail or an account", {"at_signs": least(1)}),
            Saying("an address of the web", {"addresses": least(1)}),
            Saying("no address"),
        ),
    ),
    Group(
        "script",
        ("caseless", "*_caseless", "letter_share"),
        (
            Saying("few letters", {"letter_share": (-MOST, 0.6)}),
            Saying("a script without capitals", {"caseless": (0.5, MOST)}),
            Saying("mostly letters"),
        ),
    ),
)
