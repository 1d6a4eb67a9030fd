"""The colours of both themes. What they must hold (contrast) is said in `theme.pairs` and tested over all of them."""

from enum import StrEnum


class Tone(StrEnum):
    """What a colour is for. Tables that are made before a theme is chosen name tones, not colours."""

    BACKGROUND = "BACKGROUND"
    SURFACE = "SURFACE"
    STRIPE = "STRIPE"
    """Every second row of a table."""
    SELECTED = "SELECTED"
    HOVER = "HOVER"
    TEXT = "TEXT"
    MUTED = "MUTED"
    DISABLED = "DISABLED"
    BORDER = "BORDER"
    """Lines that only part things; nobody needs to see them to find a control."""
    EDGE = "EDGE"
    """The edge of a field or button: it says where the control is."""
    GRID = "GRID"
    ACCENT = "ACCENT"
    ACCENT_DARK = "ACCENT_DARK"
    ON_ACCENT = "ON_ACCENT"
    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    MISSING = "MISSING"
    OMITTED = "OMITTED"
    NOT_CHOSEN = "NOT_CHOSEN"
    RESERVED = "RESERVED"
    COMPLETE_TINT = "COMPLETE_TINT"
    PARTIAL_TINT = "PARTIAL_TINT"
    MISSING_TINT = "MISSING_TINT"
    OMITTED_TINT = "OMITTED_TINT"
    NOT_CHOSEN_TINT = "NOT_CHOSEN_TINT"
    RESERVED_TINT = "RESERVED_TINT"
    DOUBT_TINT = "DOUBT_TINT"
    DOUBT_BORDER = "DOUBT_BORDER"
    NOTE_TINT = "NOTE_TINT"
    NOTICE_GROUND = "NOTICE_GROUND"
    ERROR_GROUND = "ERROR_GROUND"
    ON_NOTICE = "ON_NOTICE"
    NOTICE_LINK = "NOTICE_LINK"
    DESK = "DESK"
    """What pages of paper lie on in a preview."""
    PAPER = "PAPER"
    """Paper is white in every theme."""
    INK = "INK"


LIGHT = {
    Tone.BACKGROUND: "#f3f5f7",
    Tone.SURFACE: "#ffffff",
    Tone.STRIPE: "#f9fafb",
    Tone.SELECTED: "#dbe8f7",
    Tone.HOVER: "#edf2f8",
    Tone.TEXT: "#1f2933",
    Tone.MUTED: "#52606d",
    Tone.DISABLED: "#828c96",
    Tone.BORDER: "#ccd4dc",
    Tone.EDGE: "#7f8a95",
    Tone.GRID: "#e6eaee",
    Tone.ACCENT: "#1f5fa8",
    Tone.ACCENT_DARK: "#184b85",
    Tone.ON_ACCENT: "#ffffff",
    Tone.COMPLETE: "#17693a",
    Tone.PARTIAL: "#7d5200",
    Tone.MISSING: "#b3261e",
    Tone.OMITTED: "#41528c",
    Tone.NOT_CHOSEN: "#53606c",
    Tone.RESERVED: "#684a96",
    Tone.COMPLETE_TINT: "#e8f4ec",
    Tone.PARTIAL_TINT: "#fbf2de",
    Tone.MISSING_TINT: "#fbeae9",
    Tone.OMITTED_TINT: "#eaedf7",
    Tone.NOT_CHOSEN_TINT: "#eef1f4",
    Tone.RESERVED_TINT: "#f1ecf8",
    Tone.DOUBT_TINT: "#fdf6e3",
    Tone.DOUBT_BORDER: "#e7d9ab",
    Tone.NOTE_TINT: "#f4f6fa",
    Tone.NOTICE_GROUND: "#2b3a4a",
    Tone.ERROR_GROUND: "#8c1d18",
    Tone.ON_NOTICE: "#ffffff",
    Tone.NOTICE_LINK: "#bcdcff",
    Tone.DESK: "#dfe4e9",
    Tone.PAPER: "#ffffff",
    Tone.INK: "#1f2933",
}

DARK = {
    Tone.BACKGROUND: "#1a1e23",
    Tone.SURFACE: "#22272e",
    Tone.STRIPE: "#262c33",
    Tone.SELECTED: "#2f4763",
    Tone.HOVER: "#2c343d",
    Tone.TEXT: "#e4e9ee",
    Tone.MUTED: "#b3bdc8",
    Tone.DISABLED: "#7f8994",
    Tone.BORDER: "#3b444e",
    Tone.EDGE: "#76828e",
    Tone.GRID: "#333b44",
    Tone.ACCENT: "#86b9f2",
    Tone.ACCENT_DARK: "#a6cdf8",
    Tone.ON_ACCENT: "#0f1d2e",
    Tone.COMPLETE: "#7ed3a0",
    Tone.PARTIAL: "#eebf5c",
    Tone.MISSING: "#ffa79f",
    Tone.OMITTED: "#b4c2f5",
    Tone.NOT_CHOSEN: "#b7c0ca",
    Tone.RESERVED: "#d0b8f2",
    Tone.COMPLETE_TINT: "#1d3528",
    Tone.PARTIAL_TINT: "#3a3019",
    Tone.MISSING_TINT: "#422424",
    Tone.OMITTED_TINT: "#293048",
    Tone.NOT_CHOSEN_TINT: "#2b3138",
    Tone.RESERVED_TINT: "#342b45",
    Tone.DOUBT_TINT: "#352e1d",
    Tone.DOUBT_BORDER: "#5c4f2a",
    Tone.NOTE_TINT: "#282e36",
    Tone.NOTICE_GROUND: "#43566b",
    Tone.ERROR_GROUND: "#8c1d18",
    Tone.ON_NOTICE: "#ffffff",
    Tone.NOTICE_LINK: "#d3e7ff",
    Tone.DESK: "#14171b",
    Tone.PAPER: "#ffffff",
    Tone.INK: "#1f2933",
}
