"""What is known of the content of a file that is not printed: it goes below the reason on its slip sheet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annex:
    """What goes below the reason; every part may be empty.

    `fields` are labels and values (时长, 画面). `heading` stands over `members`, the files in an archive: name, size,
    time in words. `pictures` are JPEG data of key frames of a film, `moments` what stands below them.
    """

    fields: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    members: tuple[tuple[str, str, str], ...] = ()
    pictures: tuple[bytes, ...] = ()
    moments: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.fields or self.members or self.pictures)
