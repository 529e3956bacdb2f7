"""``python -m bot`` is ``callboard``."""

from bot.cli import main

main()
