"""x"""
from tests.e2e.slack import Slack, words

async def test_x(slack: Slack) -> None:
    print(await slack.trust("U0MAYA"))
    await slack.trust("U0MAYA", "start")
    view = await slack.modal("U0MAYA")
    print(await slack.submit("U0MAYA", view))
    m = await slack.next_message()
    print(words(m))
