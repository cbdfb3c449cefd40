"""What the shipped model is trained on."""

import re
from pathlib import Path

import numpy as np

import small
from nutgraf.labels import Label
from nutgraf_training import recipe
from nutgraf_training.dataset import write
from nutgraf_training.folds import FOLDS, site_numbers
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.recipe import Mix, Sources, held_out_sites, name_headlines, training_documents


def document(name: str, *lines: tuple[str, Label], headline: int | None = None) -> LabelledDocument:
    return LabelledDocument(name, f"{name}.example", tuple(LabelledLine(*line) for line in lines), headline)


PAGE = document("p", ("Share", Label.BOILERPLATE), ("Pool  to Close", Label.BODY), headline=1)


def test_headlines_of_hand_labelled_documents_are_those_of_their_pages():
    hand = [
        document("p-1", ("pool TO close", Label.PROMO), ("POOL to close ", Label.BODY), ("Pool to close", Label.BODY)),
        document("p-2", ("Another line", Label.BODY)),
        document("q-1", ("Pool to close", Label.BODY)),
    ]
    named = name_headlines(hand, [PAGE, document("q", ("Pool to close", Label.BODY))])
    assert [page.headline for page in named] == [1, None, None]
    assert {page.kind for page in named} == {"hand"}


def test_only():
    sources = Sources((PAGE, document("q", ("x", Label.BODY))), (PAGE,), ())
    kept = sources.only(lambda site: site == "p.example")
    assert (kept.pages, kept.residue, kept.hand) == ((PAGE,), (PAGE,), ())


def test_held_out_sites(tmp_path: Path):
    (tmp_path / "heldout_sites.txt").write_text("a.example\nb.example\n", "utf-8")
    assert held_out_sites(tmp_path) == {"a.example", "b.example"}


def test_copies_are_of_the_given_documents_alone():
    pages = small.documents()
    sources = Sources(pages[:30], pages[30:60], pages[60:70])
    one, again = training_documents(sources, 1), training_documents(sources, 1)
    assert one == again != training_documents(sources, 2)
    assert one[:30] == list(pages[:30])
    assert {page.source for page in one} <= {page.source for page in pages[:70]}
    assert {"sample", "augmented", "hand-augmented", "wall", "ciphered", "flat"} <= {page.kind for page in one}
    nothing = training_documents(
        sources, 1, Mix(residue=0, augmented=0, augmented_hand=0, glued=0, briefs=0, walls=0, ciphered=0, flat=0)
    )
    assert nothing == [*pages[:30], *pages[60:70]]


def test_headlines_are_glued_on_within_a_fold():
    names = [f"s{number}" for number in range(24)]
    story = [(f"The council met on day {day} and voted.", Label.BODY) for day in range(4)]
    pages = tuple(document(name, *story, (f"Minister of {name} resigns over budget", Label.PROMO)) for name in names)
    folds = {site: number % FOLDS for site, number in site_numbers(page.source for page in pages).items()}
    made = training_documents(Sources(pages, (), ()), 0, Mix(glued=1))
    glued_on = {
        (copy.source, f"{name}.example")
        for copy in made
        if copy.kind == "glued"
        for line in copy.lines
        for name in re.findall(r"minister of (s\d+)", line.text.casefold())
    }
    assert any(site != other for site, other in glued_on)
    assert all(folds[site] == folds[other] for site, other in glued_on)


def test_an_earlier_run_is_read_again(tmp_path: Path):
    cache, gold = tmp_path / "cache", tmp_path / "gold"
    cache.mkdir()
    gold.mkdir()
    write(cache / f"pages-{recipe._code_key()}.jsonl.gz", [PAGE])
    write(cache / f"residue-{recipe._code_key()}.jsonl.gz", [PAGE])
    np.savez(cache / f"markup-{recipe._code_key()}.npz", p=np.eye(2, dtype=bool))
    write(gold / "train.jsonl", [document("p-1", ("Pool to close", Label.BODY))])
    found = recipe.read_sources(tmp_path / "none", gold, cache, 1)
    assert (found.pages, found.residue) == ((PAGE,), (PAGE,))
    assert [page.headline for page in found.hand] == [0]
    assert found.silver["p"].tolist() == [1, 0]
    assert found.markup["p"].tolist() == [[True, False], [False, True]]
