"""Everything nutgraf raises on purpose derives from `NutgrafError`."""


class NutgrafError(Exception):
    """Says in one line what was given, what was expected and what to do."""


class InputError(NutgrafError):
    """Text, a file or labelled data that cannot be used."""


class ModelError(NutgrafError):
    """A saved model that is missing, damaged or made for another version."""
