"""The form of topics: what editors are told before anything is stored."""

from publishing.forms import RecordForm


class TopicForm(RecordForm):
    """A topic: it gathers what has its tag, so it needs one."""

    needed = ("tag",)
