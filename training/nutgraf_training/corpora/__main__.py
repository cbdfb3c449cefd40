"""Commands: `python -m nutgraf_training.corpora build|judge|report|from-html`."""

from nutgraf_training.corpora.commands import main

if __name__ == "__main__":
    main(prog_name="python -m nutgraf_training.corpora")
