"""The texts of the rules, one file each: the sentences, each with the rules that rest on it.

To add a text, add a file here that defines `PUBLICATION`. If it makes an edition, `Edition` gains a
member, and every rule that one of its sentences names is in force there. Nothing else is touched;
what the text says that no rule says yet needs a row in a table as well.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from icp_rules.texts import Publication, Source

__all__ = ["CITED", "PUBLICATIONS"]


def _published() -> tuple[Publication, ...]:
    """The publications of this package: those that make an edition first, by their day."""
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


#: Every text there is.
PUBLICATIONS: Final = _published()
#: For each rule the editions in which it is in force, each with the passage it rests on there.
CITED: Final = _cited(PUBLICATIONS)
