"""A persistent map: a new version shares all but the path to what changed, so a register of any size is extended in a few steps.

A hash trie, 32 ways a level. Outside this file nobody knows; `FilingRegister` is the only user. Hashes of text differ from process to
process, so a trie is never pickled: its owner pickles its contents.
"""

from collections.abc import Hashable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

__all__ = ["Trie"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_EMPTY: tuple[Any, ...] = (None,) * 32


class _Leaf(NamedTuple):
    hash: int
    items: tuple[tuple[Any, Any], ...]  # more than one only where hashes collide


def _put(node: Any, shift: int, leaf: _Leaf) -> Any:
    if node is None:
        return leaf
    if type(node) is _Leaf:
        if node.hash == leaf.hash:
            ((key, _),) = leaf.items
            return _Leaf(node.hash, (*(item for item in node.items if item[0] != key), *leaf.items))
        node = _put(_EMPTY, shift, node)
    i = (leaf.hash >> shift) & 31
    return (*node[:i], _put(node[i], shift + 5, leaf), *node[i + 1 :])


def _walk(node: Any) -> Iterator[Any]:
    if type(node) is _Leaf:
        yield from (key for key, _ in node.items)
    elif node is not None:
        for child in node:
            yield from _walk(child)


class Trie(Generic[K, V]):
    """An immutable map.

    >>> one = Trie().put("a", 1)
    >>> two = one.put("b", 2)
    >>> one.get("b"), two.get("b"), sorted(two)
    (None, 2, ['a', 'b'])
    """

    __slots__ = ("_root",)

    def __init__(self, root: Any = None) -> None:
        self._root = root

    def put(self, key: K, value: V) -> "Trie[K, V]":
        """A new map in which `key` has `value`."""
        return Trie(_put(self._root, 0, _Leaf(hash(key) & (1 << 60) - 1, ((key, value),))))

    def get(self, key: K) -> V | None:
        """The value of `key`, or None."""
        node = self._root
        bits = wanted = hash(key) & (1 << 60) - 1
        while type(node) is tuple:
            node = node[bits & 31]
            bits >>= 5
        if node is not None and node.hash == wanted:
            for known, value in node.items:
                if known == key:
                    return value  # type: ignore[no-any-return]
        return None

    def __iter__(self) -> Iterator[K]:
        """Every key, in no order that means anything."""
        return _walk(self._root)
