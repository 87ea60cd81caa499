"""The `hauphuong` command. Whatever goes wrong by a user's mistake ends in a sentence that says what to do, never in a traceback."""

from __future__ import annotations

import sys
from typing import Annotated

from .text import LANGUAGES, CourseError, choose_language, reader_language

try:
    import typer

    from .commands.export import export
    from .commands.feedback import feedback
    from .commands.grade import grade
    from .commands.journals import journals
    from .commands.release import release
    from .commands.mark import mark
    from .commands.report import report
except ImportError:  # a reader's installation has neither, and needs neither
    print('Lệnh này cần thêm vài gói: pip install "hauphuong[grading]". / This command needs a few more packages: pip install "hauphuong[grading]".', file=sys.stderr)
    raise SystemExit(2) from None

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Hậu phương: công cụ cho người dạy / tools for teachers")


@app.callback()
def _choose(lang: Annotated[str, typer.Option(help="vi | en")] = "") -> None:
    if lang and lang not in LANGUAGES:
        raise typer.BadParameter("vi | en", param_hint="--lang")
    if lang:
        choose_language(lang)


app.command()(grade)
app.command()(export)
app.command()(journals)
app.command()(release)
app.command()(feedback)
app.command()(mark)
app.command()(report)


def main() -> None:
    """The entry point: a mistake ends with its sentence and exit code 1."""
    try:
        app()
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print({"vi": "Đã dừng. Bài nào chấm xong thì đã lưu; chạy lại lệnh để đi tiếp.", "en": "Stopped. What was graded is kept; run the command again to go on."}[reader_language()], file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
