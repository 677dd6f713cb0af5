"""Questions to the office: off the window's thread, in order, heard only by who still wants the answer."""

import threading

from PySide6.QtCore import QObject
from shiboken6 import delete


def test_questions_are_answered_in_order_off_the_windows_thread(context, settle):
    asked_on, heard = [], []

    def question(number):
        asked_on.append(threading.current_thread())
        return number

    for number in range(5):
        context.ask(context, lambda n=number: question(n), heard.append)
    settle()
    assert heard == [0, 1, 2, 3, 4]
    assert threading.main_thread() not in asked_on


def test_a_later_question_on_the_topic_outdates_an_earlier_one(context, settle):
    first_begun, may_answer, begun, heard = threading.Event(), threading.Event(), [], []

    def question(number):
        begun.append(number)
        first_begun.set()
        may_answer.wait(60)
        return number

    for number in range(4):
        context.ask(context, lambda n=number: question(n), heard.append, topic="rows")
        assert first_begun.wait(60)
    may_answer.set()
    settle()
    assert heard == [3]
    assert begun == [0, 3]  # what waited when it was outdated isn't begun


def test_nobody_hears_for_a_page_that_is_gone(context, settle):
    heard = []
    asker = QObject()
    context.ask(asker, lambda: 1, heard.append)
    delete(asker)
    settle()
    assert heard == []


def test_a_refusal_is_told_and_the_next_question_answered(context, settle):
    from core.faults import UsageRefusal

    told, heard = [], []
    context.notified.connect(lambda sentence, tone: told.append(sentence))

    def refuse():
        raise UsageRefusal("ไม่มี")

    context.ask(context, refuse, heard.append)
    context.ask(context, lambda: 2, heard.append)
    settle()
    assert (told, heard) == (["ไม่มี"], [2])


def test_what_is_to_be_saved_is_saved_when_the_file_is_closed(context):
    may_go_on, done = threading.Event(), []
    context.ask(context, lambda: may_go_on.wait(60), lambda _: None)
    context.ask(context, lambda: done.append("read"), lambda _: None, topic="list")
    context.ask(context, lambda: done.append("saved"), lambda _: None)
    may_go_on.set()
    context.questions.close()
    assert done == ["saved"]


def test_nothing_is_told_to_what_is_gone_when_long_work_ends(context, qtbot):
    may_end, heard = threading.Event(), []

    class Listener(QObject):
        def hear(self, answer):
            heard.append(answer)

    listener = Listener()
    context.run_in_background(lambda: may_end.wait(60), listener.hear)
    delete(listener)
    may_end.set()
    qtbot.waitUntil(lambda: not context.task_runner.busy())
    assert heard == []
