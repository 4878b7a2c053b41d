"""A persistent map: a new version shares all but the path to what changed, so a register of any
size is extended in a few steps.

What a map is made with lies in one dictionary, which is never written again; what is put into it
later lies before that in a hash trie, 16 ways a level, whose leaves are dictionaries of up to 8
entries. So a look-up among what was there at first costs little more than in a dictionary, and a
new version costs a path however much there is. Outside this file nobody knows; `FilingRegister` is
the only user. Hashes of text differ from process to process, so a map is never pickled: its owner
pickles its contents.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar

__all__ = ["Trie"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_BITS, _LEAF = 4, 8
_DEEPEST = 60  # bits of a hash that are told apart; what collides further stays in one leaf


def _node(entries: dict[Any, Any], shift: int) -> Any:
    """A leaf, or, if there are too many entries, a tuple of 16 nodes; an empty one is None."""
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
    """An immutable map.

    >>> one = Trie().put("a", 1)
    >>> two = one.put("b", 2)
    >>> one.get("b"), two.get("b"), sorted(two)
    (None, 2, ['a', 'b'])
    """

    __slots__ = ("_base", "_root")

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        self._base: dict[K, V] = dict(entries or {})
        self._root: Any = None

    def put(self, key: K, value: V) -> "Trie[K, V]":
        """A new map in which `key` has `value`."""
        path, node, bits = [], self._root, hash(key)
        while type(node) is tuple:
            path.append(node)
            node, bits = node[bits & 15], bits >> _BITS
        node = _node({**node, key: value} if node else {key: value}, _BITS * len(path))
        while path:  # all that lies off the path is shared
            children, at = [*path.pop()], (hash(key) >> _BITS * len(path)) & 15
            children[at] = node
            node = tuple(children)
        new: Trie[K, V] = Trie.__new__(Trie)
        new._base, new._root = self._base, node
        return new

    def get(self, key: K) -> V | None:
        """The value of `key`, or None."""
        node = self._root
        if node is None:
            return self._base.get(key)
        bits = hash(key)
        while type(node) is tuple:
            node = node[bits & 15]
            bits >>= _BITS
        return node[key] if node and key in node else self._base.get(key)

    def __iter__(self) -> Iterator[K]:
        """Every key, in no order that means anything."""
        later = set(_walk(self._root))
        yield from later
        yield from (key for key in self._base if key not in later)
