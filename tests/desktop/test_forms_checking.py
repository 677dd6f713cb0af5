"""What a form says of what stands in it, while it is typed."""

from types import SimpleNamespace

from desktop.pages.register_page import RegisterPage


def test_an_older_answer_takes_no_newer_question_away(context, show, qtbot, monkeypatch):
    page, asked = show(RegisterPage(context, "finance_requests")), []

    def ask(asker, func, on_done, *, topic):
        if asker is page.form.checking:  # the page asks too, for the day something is due
            asked.append(lambda: on_done(func()))
        return SimpleNamespace(cancel=lambda: None)

    page.form.show_blank({})
    checking = page.form.checking
    with monkeypatch.context() as held:
        held.setattr(context, "ask", ask)
        checking.leave("received_on")
        qtbot.waitUntil(lambda: len(asked) == 1)
        checking.leave("amount")
        asked[0]()
        qtbot.waitUntil(lambda: len(asked) == 2)
        asked[1]()
    assert checking.faults() == 1
