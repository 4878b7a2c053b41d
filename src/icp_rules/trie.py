"""An immutable map whose new versions share most of their memory with the old one.

Only `FilingRegister` uses this map. With this map, adding a filing is fast, however large the
register is.

The entries that a map is created from are in one dictionary, which never changes. Entries that are
added later are in a hash trie. An inner node of the trie has 16 branches. A leaf is a dictionary,
normally of up to 8 entries. A look-up searches the trie first and then the dictionary. A new
version copies only one path of the trie.

Hashes of strings differ from process to process, so a map is never pickled. A register pickles its
filings, not its maps.
"""

from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

__all__ = ["Trie"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_BITS, _LEAF = 4, 8
_DEEPEST = 60  # how many bits of a hash are used; keys with the same bits share one leaf


def _node(entries: dict[Any, Any], shift: int) -> Any:
    """A node of the trie with these entries.

    It is None for no entries, a dictionary (a leaf) for a few, and a tuple of 16 nodes for more.
    `shift` is the number of hash bits that the levels above have used.
    """
    if len(entries) <= _LEAF or shift >= _DEEPEST:
        return entries or None
    parts: list[dict[Any, Any]] = [{} for _ in range(1 << _BITS)]
    for key, value in entries.items():
        parts[(hash(key) >> shift) & 15][key] = value
    return tuple(_node(part, shift + _BITS) for part in parts)


def _walk(node: Any) -> Iterator[Any]:
    if type(node) is tuple:
        for child in node:
            yield from _walk(child)
    elif node is not None:
        yield from node


class Trie(Generic[K, V]):
    """An immutable map from keys to values; `put` returns a new map.

    >>> one = Trie().put("a", 1)
    >>> two = one.put("b", 2)
    >>> one.get("b"), two.get("b"), sorted(two)
    (None, 2, ['a', 'b'])
    """

    __slots__ = ("_base", "_root")

    def __init__(self, entries: Mapping[K, V] = MappingProxyType({}), later: Any = None) -> None:
        """Keep `entries`, which must not change afterwards; `later` is the root of the trie."""
        self._base, self._root = entries, later

    def put(self, key: K, value: V) -> "Trie[K, V]":
        """A new map in which `key` has `value`. The map itself does not change."""
        path, node, bits = [], self._root, hash(key)
        while type(node) is tuple:
            path.append(node)
            node, bits = node[bits & 15], bits >> _BITS
        node = _node({**node, key: value} if node else {key: value}, _BITS * len(path))
        while path:  # copy the nodes on the path; all others are shared
            children, at = [*path.pop()], (hash(key) >> _BITS * len(path)) & 15
            children[at] = node
            node = tuple(children)
        return Trie(self._base, node)

    def get(self, key: K) -> V | None:
        """The value of `key`, or None if the map does not have it."""
        node = self._root
        if node is None:
            return self._base.get(key)
        bits = hash(key)
        while type(node) is tuple:
            node = node[bits & 15]
            bits >>= _BITS
        return node[key] if node and key in node else self._base.get(key)

    def __iter__(self) -> Iterator[K]:
        """Every key once, in no particular order."""
        later = set(_walk(self._root))
        yield from later
        yield from (key for key in self._base if key not in later)
