"""The few lines of JavaScript with which the widgets' views begin."""

from pathlib import Path

DOM = Path(__file__).with_name("dom.js").read_text(encoding="utf-8") + "\n"
