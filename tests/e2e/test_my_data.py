"""What is kept about a person, handed to them in Slack."""

import io
import json
import zipfile

import aiohttp

from tests.e2e.slack import Slack, words
from tests.e2e.surfaces import NOTE


async def exported(slack: Slack, maya: str) -> str:
    """Press the button; what was said to the press."""
    await slack.trust(maya, "privacy")
    await slack.click(maya, (await slack.messages(maya))[-1], "privacy.export")
    return words((await slack.messages(maya))[-1])


async def test_the_export_arrives_in_the_persons_own_chat_with_a_link(
    slack: Slack, maya: str, http: aiohttp.ClientSession
) -> None:
    await slack.type(maya, NOTE)
    assert await exported(slack, maya) == "The file is in your chat with me."
    [shared] = [one for one in await slack.direct(maya) if "files" in one]
    [file] = shared["files"]
    assert file["title"].startswith("trust-habits-")
    async with http.get(file["url_private_download"]) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        with zipfile.ZipFile(io.BytesIO(await answer.read())) as folder:
            told = json.loads(folder.read("data.json"))
            assert NOTE in folder.read("page.html").decode()
    assert told["user"] == maya
    assert [one["body"] for one in told["own"]["notes"]] == [NOTE]
    assert [one["name"] for one in told["own"]["people"]] == ["Maya Lindqvist"]


async def test_without_the_permission_the_person_learns_who_can_make_the_file(
    slack: Slack, maya: str
) -> None:
    await slack.revoke("files:write")
    assert f"`trust-habits export --user {maya}`" in await exported(slack, maya)
    assert [one for one in await slack.direct(maya) if "files" in one] == []
