r"""What Windows does not take as the name of a file or folder, wherever files come from: Linux takes nearly all.

Microsoft, "Naming Files, Paths, and Namespaces": forbidden signs, and names of devices, which are devices under any
ending and with blanks before it (``nul .txt``), whatever lies in the folder.
"""

import re

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
"""Signs that a name may not hold; bytes that are no text, which Python carries as surrogates, are among them."""
DEVICE = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.[^\\/]*)?"
"""The pattern of a device's name, to be matched whatever its case."""
_DEVICE = re.compile(DEVICE, re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a file or folder of that name for a device."""
    return _DEVICE.fullmatch(name) is not None
