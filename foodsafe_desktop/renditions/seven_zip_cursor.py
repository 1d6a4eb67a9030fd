"""Reading the numbers of a 7z directory, and what can be wrong with one (7zFormat.txt of the LZMA SDK)."""


class SevenZipBroken(Exception):
    """The archive ends early or contradicts itself."""


class SevenZipLocked(Exception):
    """Even the directory is encrypted."""


class SevenZipForeign(Exception):
    """The directory is packed in a way that is not read here, or larger than anything honest."""


class Cursor:
    """Reads the directory's numbers one after the other. Raises IndexError at the end of the bytes."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def peek(self) -> int:
        """The next byte, which stays the next."""
        return self._content[self._at]

    def take(self, count: int) -> bytes:
        """So many bytes."""
        if count > len(self._content) - self._at:
            raise IndexError
        self._at += count
        return self._content[self._at - count : self._at]

    def number(self) -> int:
        """A number of one to nine bytes: as many ones lead the first byte as bytes follow it."""
        first, mask, value = self.take(1)[0], 0x80, 0
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * place
            value |= self.take(1)[0] << 8 * place
            mask >>= 1
        return value

    def count(self) -> int:
        """A number of things that each take at least a byte, so that more than there are bytes left is a lie."""
        value = self.number()
        if value > len(self._content) - self._at:
            raise IndexError
        return value

    def bits(self, count: int) -> list[bool]:
        """So many bits, filled up to whole bytes."""
        content = self.take((count + 7) // 8)
        return [bool(content[place // 8] & 0x80 >> place % 8) for place in range(count)]

    def some(self, count: int) -> list[bool]:
        """Which of `count` things are defined: all of them, or by a bit each."""
        return [True] * count if self.take(1)[0] else self.bits(count)

    def names(self, count: int) -> list[str]:
        """So many names, each ended by a zero."""
        if self.take(1)[0]:
            raise SevenZipForeign  # kept elsewhere: nobody writes that
        names = self._content[self._at :].decode("utf-16-le", "replace").split("\0", count)
        if len(names) <= count:
            raise IndexError
        return names[:count]

    def attributes(self, count: int, width: int = 4) -> list[int]:
        """So many attributes (or times) of so many bytes, 0 where none is given."""
        given = self.some(count)
        if self.take(1)[0]:
            raise SevenZipForeign
        return [int.from_bytes(self.take(width), "little") if one else 0 for one in given]

    def skip_digests(self, count: int) -> None:
        """Pass by the CRCs of those of `count` things that have one."""
        self.take(4 * sum(self.some(count)))
