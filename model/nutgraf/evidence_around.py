"""Groups of columns that speak of what stands around a line, as data; see `nutgraf.evidence`."""

from math import exp, expm1, log1p

from nutgraf.saying import HERALD, MOST, NO, YES, Group, Saying, distance, least, most, percent, times, within

AROUND: tuple[Group, ...] = (
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
)
