"""The publications, one file each. Each sentence names the rules that are based on it.

To add a publication, add a file here that defines `PUBLICATION`. If the publication is an edition,
`Edition` gets a member, and every rule that one of its sentences names is in force in that edition.
Also add the member to the list in `Edition` in `rules.py`, which is for type checkers. No other
code has to change. If a sentence says something that no rule says yet, add a rule to a table.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from icp_rules.texts import Publication, Source

__all__ = ["CITED", "PUBLICATIONS"]


def _published() -> tuple[Publication, ...]:
    """All publications: first the editions, sorted by date, then the others."""
    names = [f"{__name__}.{module.name}" for module in iter_modules(__path__)]
    found: list[Publication] = [import_module(name).PUBLICATION for name in names]
    return tuple(sorted(found, key=lambda one: (one.edition is None, (one.edition or "")[-10:])))


def _cited(publications: tuple[Publication, ...]) -> Mapping[str, Mapping[str, Source]]:
    editions = [one.edition for one in publications if one.edition is not None]
    cited: dict[str, dict[str, Source]] = {}
    for one in publications:
        if one.edition is not None:
            for rule, source in one.sources().items():
                cited.setdefault(rule, {})[one.edition] = source
    for one in publications:
        for rule, source in one.sources(everywhere=True).items():
            for edition in editions:
                cited.setdefault(rule, {}).setdefault(edition, source)
    in_order = {
        rule: {edition: there[edition] for edition in editions if edition in there}
        for rule, there in cited.items()
    }
    return MappingProxyType({rule: MappingProxyType(there) for rule, there in in_order.items()})


#: All publications of this package.
PUBLICATIONS: Final = _published()
#: For each rule, the editions in which it is in force, each with the rule's source in that edition.
CITED: Final = _cited(PUBLICATIONS)
