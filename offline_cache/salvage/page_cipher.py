"""SQLCipher 4's pages, read without SQLCipher: a damaged file needs another way in.

A page is AES-256-CBC with, at its end, 16 bytes IV and the HMAC-SHA512 of ciphertext, IV and
page number. The first page begins with the file's salt instead of ciphertext; the HMAC's key
comes from key and salt. https://www.zetetic.net/sqlcipher/design/

The salt lies only there, is written anew with each fold of the first page, and no log covers
it: a sector torn by a power cut in that moment would make the whole file unreadable. So ours
follows from the key (`new_salt`), and that of a file made before is found in its log.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
USABLE = PAGE - 80
SALT = 16
_IV = USABLE + 16
MAGIC = b"SQLite format 3\0"
# Page size 4096, WAL or not, 80 bytes reserved, and three bytes that are always these
# (https://sqlite.org/fileformat.html#the_database_header).
_HEADERS = tuple(bytes([0x10, 0, mode, mode, 80, 64, 32, 32]) for mode in (1, 2))


class PageCipher:
    """Checks and decrypts the pages of one file."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = key
        self.salt = salt
        mask = bytes(byte ^ 0x3A for byte in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mask, 2, 32)

    def sound(self, number: int, page: bytes) -> bool:
        """Tell whether a page is what was written as this number with this key."""
        return self.signed(number, page) and (number > 1 or page.startswith(self.salt))

    def signed(self, number: int, page: bytes) -> bool:
        """Tell whether a page is sound but for the salt, which its signature does not cover."""
        if len(page) != PAGE or not 0 < number < 1 << 32:
            return False
        signed = page[SALT if number == 1 else 0 : _IV] + number.to_bytes(4, "little")
        return hmac.compare_digest(hmac.digest(self._mac_key, signed, "sha512"), page[_IV:])

    def open(self, number: int, page: bytes) -> bytes:
        """Decrypt a page to its usable bytes; garbage comes out of a page that is not sound."""
        decryptor = Cipher(algorithms.AES256(self._key), modes.CBC(page[USABLE:_IV])).decryptor()
        head = SALT if number == 1 else 0
        return MAGIC[:head] + decryptor.update(page[head:USABLE]) + decryptor.finalize()


def new_salt(key: bytes) -> bytes:
    """Return the salt of a file that is made with this key."""
    return hmac.digest(key, b"store-kiosk terminal.db salt 1", "sha256")[:SALT]


def find_cipher(key: bytes, first: bytes, others: list[tuple[int, bytes]]) -> PageCipher | None:
    """Return a file's cipher; None when nothing in it was written with this key.

    `first` is its first page, `others` some more, of the log too, with their numbers. Where the
    first page's salt is spoiled, it is ours, or the log's, or one flipped bit away.
    """
    pages = [(1, first), *others]
    for salt in dict.fromkeys(_salts(key, first, others)):
        cipher = PageCipher(key, salt)
        if any(cipher.signed(number, page) for number, page in pages):
            return cipher
    return None


def _salts(key: bytes, first: bytes, others: list[tuple[int, bytes]]) -> Iterator[bytes]:
    yield first[:SALT]
    yield new_salt(key)
    yield from (page[:SALT] for number, page in others if number == 1)
    # The first page decrypts to a database's header: the key is right.
    if len(first) == PAGE and PageCipher(key, b"").open(1, first)[SALT:].startswith(_HEADERS):
        salt = int.from_bytes(first[:SALT], "big")
        yield from ((salt ^ 1 << bit).to_bytes(SALT, "big") for bit in range(SALT * 8))
