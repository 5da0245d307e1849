"""Under which visitor a key's events are filed, since it was joined to another (`joining`)."""

from . import rows, statements

_VISITOR = "SELECT visitor FROM funnel_identity WHERE key = %s"


def filed_under(key: str) -> str | None:
    """The visitor that a visitor's or a person's key was joined to, if it was."""
    found = statements.select(_VISITOR, [key])
    return found[0][0] if found else None


def home_of(visitor: str) -> str:
    """The same, or the visitor itself; locked until the transaction ends, with rows or without."""
    rows.lock(visitor)  # a join that is under way is waited for
    while elsewhere := filed_under(visitor):
        visitor = elsewhere
        rows.lock(visitor)
    return visitor


def chains() -> list[str]:
    """Keys that lead to a key which leads on: there must be none, else a look-up would miss."""
    found = statements.select(
        "SELECT one.key FROM funnel_identity one JOIN funnel_identity two ON two.key = one.visitor",
        [],
    )
    return [key for (key,) in found]
