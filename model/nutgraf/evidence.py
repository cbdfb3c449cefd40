"""The network's columns in groups that can be put in words, as data: which columns, and what to say of them.

Every column belongs to one group, the first whose patterns match its name. Of a group's sayings the first one that is
true of a line is said; the last of each group always is.
"""

from fnmatch import fnmatchcase
from math import exp, expm1, log1p

from nutgraf.saying import MOST, NO, YES, Group, Saying, distance, least, most, percent, times, within

#: Log-odds from which on a line may well announce something: lines that do are rare.
HERALD = (-2.0, MOST)
#: Log-odds of an answer that is more likely than not.
LIKELY = (0.0, MOST)
#: Evidence of the line's own words: `nutgraf.wording` names the words themselves.
OWN_WORDS = "words"
#: Columns that no group below claims; a test sees to it that there are none.
REST = Group("rest", ("*",), (Saying("other signs"),))

GROUPS: tuple[Group, ...] = (
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
        "announced",
        ("after_headline?*", "before_promo?*", "after_story?*", "up_to_label_line"),
        (
            Saying("right below a label like “Related stories”", {"before_promo@-1": HERALD}),
            Saying("2 lines below a label like “Related stories”", {"before_promo@-2": HERALD}),
            Saying("3 lines below a label like “Related stories”", {"before_promo@-3": HERALD}),
            Saying(
                "{n} line{s} below a label like “Related stories”",
                {"before_promo_above": within(6)},
                "before_promo_above",
                distance,
            ),
            Saying("right above a byline or date", {"after_headline@+1": HERALD}),
            Saying("right below a byline or date", {"after_headline@-1": HERALD}),
            Saying(
                "{n} line{s} below what ends a story", {"after_story_above": within(6)}, "after_story_above", distance
            ),
            Saying(
                "{n} line{s} above what ends a story", {"after_story_below": within(6)}, "after_story_below", distance
            ),
            Saying("right below a short label", {"up_to_label_line": within(1)}),
            Saying("{n} line{s} below a short label", {"up_to_label_line": within(8)}, "up_to_label_line", distance),
            Saying("no label right above it"),
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
        "what is around",
        ("seen_*_odds@*", "seen_*_mean_*", "seen_*_to_likely_*", "seen_up_to_label_line"),
        (
            Saying("among lines of a story", {"seen_body_mean_2": (0.6, MOST)}),
            Saying("among headlines of other stories", {"seen_promo_mean_2": (0.45, MOST)}),
            Saying("among furniture", {"seen_boilerplate_mean_2": (0.6, MOST)}),
            Saying("among lines of several kinds"),
        ),
    ),
    Group(
        "headline",
        ("seen_up_to_headline", "seen_down_to_headline", "seen_below_headline"),
        (
            Saying(
                "{n} line{s} below the headline", {"seen_up_to_headline": within(6)}, "seen_up_to_headline", distance
            ),
            Saying(
                "{n} line{s} above the headline",
                {"seen_down_to_headline": within(6)},
                "seen_down_to_headline",
                distance,
            ),
            Saying("below the headline", {"seen_below_headline": YES}),
            Saying("no headline above it"),
        ),
    ),
    Group(
        "neighbours' words",
        ("*_odds@*", "body_mean_*", "boilerplate_mean_*", "promo_mean_*", "word_body_mean_*", "*_to_likely_*"),
        (
            Saying("the lines around read like a story", {"body_mean_2": (0.5, MOST)}),
            Saying("the lines around read like headlines of other stories", {"promo_mean_2": (0.45, MOST)}),
            Saying("the lines around read like furniture", {"boilerplate_mean_2": (0.5, MOST)}),
            Saying("the lines around are mixed"),
        ),
    ),
    Group(
        "page",
        ("prose_total_share", "document_lines", "inside@*"),
        (
            Saying("begins the page", {"inside@-1": NO, "inside@+1": YES}),
            Saying("ends the page", {"inside@+1": NO, "inside@-1": YES}),
            Saying("a page of {n} lines", {"document_lines": most(8)}, "document_lines", expm1),
            Saying("near the begin of the page", {"inside@-8": NO, "inside@+8": YES}),
            Saying("near the end of the page", {"inside@+8": NO, "inside@-8": YES}),
            Saying("a page with little running text", {"prose_total_share": (-MOST, 0.3)}),
            Saying("a page of mostly running text", {"prose_total_share": (0.7, MOST)}),
            Saying("the page as a whole"),
        ),
    ),
    Group(
        "neighbours' look",
        ("*@[+-][1-3]",),
        (
            Saying("between sentences", {"is_sentence@-1": YES, "is_sentence@+1": YES}),
            Saying("right below a sentence", {"is_sentence@-1": YES}),
            Saying("right above a sentence", {"is_sentence@+1": YES}),
            Saying("among lines as long as headlines", {"is_headline@-1": YES, "is_headline@+1": YES}),
            Saying("below a line that ends in a colon", {"ends_colon@-1": YES}),
            Saying("no sentence next to it"),
        ),
    ),
    Group(
        "main text",
        ("region_*", "seen_region_*", "seen_body_*", "seen_words_below", "seen_promo_share"),
        (
            Saying("the page has no main text", {"seen_region_found": NO}),
            Saying("inside the main text", {"seen_region_inside": YES}),
            Saying("right above the main text", {"seen_region_before": (log1p(1) - 0.01, log1p(1) + 0.01)}),
            Saying("{n} line{s} above the main text", {"seen_region_before": least(2)}, "seen_region_before", expm1),
            Saying("right below the main text", {"seen_region_after": (log1p(1) - 0.01, log1p(1) + 0.01)}),
            Saying("{n} line{s} below the main text", {"seen_region_after": least(2)}, "seen_region_after", expm1),
            Saying("its place by the main text"),
        ),
    ),
    Group(
        "shared words",
        ("overlap_*", "depth_*", "content_weight", "seen_overlap_*", "seen_depth_*"),
        (
            Saying(
                "shares no word with the main text", {"seen_overlap_region": (-MOST, 0.001), "seen_region_found": YES}
            ),
            Saying("no word comes back elsewhere", {"overlap_anywhere": (-MOST, 0.001)}),
            Saying(
                "shares {n} % of its rarer words with the main text",
                {"seen_overlap_region": (0.15, MOST)},
                "seen_overlap_region",
                percent,
            ),
            Saying("shares few words with the main text", {"seen_region_found": YES}),
            Saying("some of its words come back"),
        ),
    ),
    Group(
        "repetition",
        ("repeats", "repeats_nearby", "prefix_repeats", "suffix_repeats", "twin_*"),
        (
            Saying("stands again, above running text", {"twin_has_more_prose": YES}),
            Saying("stands {n} times on the page", {"repeats": times(2)}, "repeats", exp),
            Saying("{n} lines begin alike", {"prefix_repeats": times(3)}, "prefix_repeats", exp),
            Saying("{n} lines end alike", {"suffix_repeats": times(3)}, "suffix_repeats", exp),
            Saying("stands once on the page"),
        ),
    ),
    Group(
        "run",
        ("look_run*", "headline_run*", "look_share"),
        (
            Saying("run of {n} alike", {"look_run": least(3)}, "look_run", expm1),
            Saying(
                "run of {n} lines as long as headlines",
                {"headline_run": least(3), "is_headline": YES},
                "headline_run",
                expm1,
            ),
            Saying("unlike the lines next to it", {"look_run": most(1)}),
            Saying("short run of lines alike"),
        ),
    ),
    Group(
        "running text",
        ("prose_[0-9]*", "prose_share_*", "up_to_*", "down_to_*"),
        (
            Saying("running text all around", {"prose_share_3": (0.8, MOST)}),
            Saying("little running text around", {"prose_share_3": (-MOST, 0.2)}),
            Saying("some running text around"),
        ),
    ),
    Group(
        "text above and below",
        ("prose_above*", "prose_below"),
        (
            Saying("running text above and below", {"prose_above": least(1), "prose_below": least(1)}),
            Saying("running text above it only", {"prose_above": least(1)}),
            Saying("running text below it only", {"prose_below": least(1)}),
            Saying("no running text above or below"),
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


def group_of(column: str) -> Group:
    """The group that a column belongs to; `REST` if none claims it."""
    return next((group for group in GROUPS if any(fnmatchcase(column, pattern) for pattern in group.patterns)), REST)
