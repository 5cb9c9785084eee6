"""How hard a text is to read: words, syllables and the Flesch-Kincaid grade, pinned here."""

import re
from collections.abc import Iterable, Sequence

MAX_WORDS = 60
MAX_GRADE = 7.0

_CODE = re.compile(r"`[^`]*`")
_MENTION = re.compile(r"<[@#][^>]*>")
_A_NAME = "Ann"
_WORD = re.compile(r"[^\W_]+(?:['\u2019.:,/-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
# The e of an ending is silent ("share", "asked"), but spoken in "table", "needed", "changes".
_SILENT = re.compile(r"[^aeiouy](?:e|es|ed)$")
_SPOKEN = re.compile(r"(?:[^aeiouy]les?|[td]ed|(?:s|z|x|c|g|ch|sh)es)$")
_VOWELS = re.compile(r"[aeiouyäöüåéèêáíóúø]+")


def words_of(text: str) -> list[str]:
    """The words of a text. "10:00", "1:1" and "don't" are one word each."""
    return _WORD.findall(text)


def count_words(texts: Iterable[str]) -> int:
    return sum(len(words_of(text)) for text in texts)


def syllables(word: str) -> int:
    """Syllables by spelling: vowel groups, less a silent ending. Figures count as one."""
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    if groups > 1 and _SILENT.search(lower) and not _SPOKEN.search(lower):
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid et al. 1975); a line end ends a sentence.

    What stands in backticks is typed, not read, and does not count. A mention reads as a short
    name, whatever its id. Empty text is grade 0.
    """
    prose = _MENTION.sub(_A_NAME, _CODE.sub(" ", text))
    words = words_of(prose)
    if not words:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(prose) if words_of(part))
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def fitting(needed: Sequence[str], welcome: Sequence[str | None]) -> list[bool]:
    """Which of the `welcome` texts still fit beside the `needed` ones into one message."""
    left = MAX_WORDS - count_words(needed)
    fits: list[bool] = []
    for text in welcome:
        size = count_words([text]) if text else 0
        fits.append(bool(text) and size <= left)
        left -= size if fits[-1] else 0
    return fits
