import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError

from config.settings import BadSettings, Settings, read_settings, variable

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-bot", "SLACK_APP_TOKEN": "xapp-1-app"}
ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "config" / "env.example").read_text(encoding="utf-8")


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(BadSettings) as refused:
        read_settings({**TOKENS, **environ})
    return str(refused.value)


def test_two_tokens_are_all_that_is_needed() -> None:
    settings = read_settings(TOKENS)
    assert settings.slack_bot_token == SecretStr("xoxb-1-bot")
    assert settings.database_url == "sqlite:///data/trust.db"
    assert settings == Settings(
        slack_bot_token=SecretStr("xoxb-1-bot"), slack_app_token=SecretStr("xapp-1-app")
    )


def test_both_tokens_are_missed_at_once() -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({})
    assert str(refused.value).split("\n") == [
        "2 settings are not as needed:",
        "  SLACK_APP_TOKEN: missing; expected an app-level token with connections:write, which "
        "begins with xapp-. Example: SLACK_APP_TOKEN=xapp-...",
        "  SLACK_BOT_TOKEN: missing; expected a bot token, which begins with xoxb-. "
        "Example: SLACK_BOT_TOKEN=xoxb-...",
        "Copy config/env.example to .env, fill it in, then `make run`.",
    ]


def test_where_to_put_a_token_is_said_only_when_one_is_missing() -> None:
    assert "Copy config/env.example" in refusal({"SLACK_BOT_TOKEN": ""})
    assert "Copy config/env.example" not in refusal({"SLACK_BOT_TOKEN": "xapp-1"})


def test_commands_that_never_call_slack_need_no_tokens() -> None:
    assert read_settings({}, tokens=False) == Settings()


def test_other_variables_of_the_environment_are_nobodys_business() -> None:
    assert read_settings({**TOKENS, "PATH": "/bin", "HOME": "/root"}) == read_settings(TOKENS)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({**TOKENS, "TRUST_POSTS_PER_MINUTE": " "}).posts_per_minute == 180


def test_every_setting_is_read_in_its_own_form() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings = read_settings(
        {
            **TOKENS,
            "SLACK_API_URL": "http://127.0.0.1:9000/api",
            "TRUST_DATABASE_URL": "postgresql://u:p@db/trust",
            "TRUST_KEYS": f"{new}, {old}",
            "TRUST_HABITS_FOLDER": "/etc/habits",
            "TRUST_COUNTRY": "se",
            "TRUST_ADMINS": "U024BE7LH, W012A3CDE",
            "TRUST_MANAGERS": "Invited",
            "TRUST_POSTS_PER_MINUTE": "60",
            "TRUST_LEASE_SECONDS": "2",
            "TRUST_HTTP_TIMEOUT_SECONDS": "0.5",
            "TRUST_SETTLE_SECONDS": "0.5",
            "TRUST_MARGIN_SECONDS": "0.5",
            "TRUST_HEALTH_PORT": "0",
            "TRUST_LOG_LEVEL": "debug",
            "TRUST_LOG_FORMAT": "TEXT",
            "TRUST_CLOCK_URL": "http://127.0.0.1:9000",
            "TRUST_CLIENT_MSG_ID": "yes",
            "TRUST_FAILPOINT": "delivery.fenced:2",
        }
    )
    assert settings == Settings(
        slack_bot_token=SecretStr("xoxb-1-bot"),
        slack_app_token=SecretStr("xapp-1-app"),
        slack_api_url="http://127.0.0.1:9000/api/",
        database_url="postgresql://u:p@db/trust",
        keys=(SecretStr(new), SecretStr(old)),
        habits_folder=Path("/etc/habits"),
        country="SE",
        admins=("U024BE7LH", "W012A3CDE"),
        managers="invited",
        posts_per_minute=60,
        lease_seconds=2,
        http_timeout_seconds=0.5,
        settle_seconds=0.5,
        margin_seconds=0.5,
        health_port=0,
        log_level="DEBUG",
        log_format="text",
        clock_url="http://127.0.0.1:9000",
        client_msg_id=True,
        failpoint="delivery.fenced:2",
    )


def test_no_country_can_be_said_in_words() -> None:
    assert read_settings({**TOKENS, "TRUST_COUNTRY": "None"}).country is None


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().health_port = 1  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("SLACK_API_URL", "slack.com", "found “slack.com” (not a web address); expected the https"),
        ("SLACK_API_URL", "http://slack.com/api/", "(not encrypted; only addresses of this"),
        ("TRUST_COUNTRY", "Sweden", "found “Sweden”; expected the two letters of a country"),
        ("TRUST_ADMINS", "U024BE7LH,@maya", "(“@maya” is no id; it stands in the person's profile"),
        ("TRUST_ADMINS", "u024be7lh", "expected ids of people in Slack, separated by commas"),
        ("TRUST_MANAGERS", "everyone", "found “everyone”; expected anyone or invited"),
        ("TRUST_POSTS_PER_MINUTE", "many", "found “many”; expected a whole number from 1 to 600"),
        ("TRUST_POSTS_PER_MINUTE", "0", "found “0”; expected a whole number from 1 to 600"),
        ("TRUST_SETTLE_SECONDS", "-1", "found “-1”; expected a number of seconds, up to 3600"),
        ("TRUST_SETTLE_SECONDS", "nan", "found “nan”; expected a number of seconds, up to 3600"),
        ("TRUST_HEALTH_PORT", "70000", "found “70000”; expected a port from 1 to 65535, or 0"),
        ("TRUST_LOG_LEVEL", "loud", "found “loud”; expected DEBUG, INFO, WARNING or ERROR"),
        ("TRUST_LOG_FORMAT", "xml", "found “xml”; expected json or text"),
        ("TRUST_CLIENT_MSG_ID", "maybe", "found “maybe”; expected true or false"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected_and_an_example(
    name: str, value: str, found: str
) -> None:
    said = refusal({name: value})
    assert said.startswith("One setting is not as needed:\n")
    assert f"  {name}: found " in said
    assert found in said
    assert f"Example: {name}=" in said


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-geheim", "it begins with xapp-"),
        ("SLACK_APP_TOKEN", "geheim", "it begins otherwise"),
        ("TRUST_DATABASE_URL", "mysql://geheim@db/trust", "neither SQLite nor PostgreSQL"),
        ("TRUST_KEYS", "geheim", "key 1 of 1 is not one (6 characters)"),
        ("TRUST_KEYS", f"{'A' * 43}=,{'geheim' * 8}", "key 2 of 2 is not one (48 characters)"),
    ],
)
def test_a_wrong_secret_is_described_and_never_shown(name: str, value: str, found: str) -> None:
    said = refusal({name: value})
    assert f"{name}: found something else ({found}); expected" in said
    assert "geheim" not in said


def test_a_token_in_the_wrong_place_is_struck_out() -> None:
    said = refusal({"TRUST_COUNTRY": "xoxb-12345-geheim"})
    assert "geheim" not in said
    assert "[secret]" in said


def test_a_settings_secrets_are_not_in_its_printed_form() -> None:
    settings = read_settings(
        {
            **TOKENS,
            "TRUST_DATABASE_URL": "postgresql://u:geheim@db/trust",
            "TRUST_KEYS": Fernet.generate_key().decode(),
        }
    )
    for form in (repr(settings), str(settings)):
        assert "geheim" not in form
        assert "xoxb-1" not in form


def test_postgresql_needs_a_key_from_the_operator_and_says_how_to_make_one() -> None:
    said = refusal({"TRUST_DATABASE_URL": "postgresql://u:p@db/trust"})
    assert "TRUST_KEYS: missing" in said
    assert "python3 -c" in said


def test_a_misspelt_variable_gets_the_nearest_name() -> None:
    assert refusal({"TRUST_POST_PER_MINUTE": "3"}).endswith(
        "TRUST_POST_PER_MINUTE: there is no such setting; did you mean TRUST_POSTS_PER_MINUTE?"
    )
    assert refusal({"TRUST_XQZ": "3"}).endswith("config/env.example lists all.")


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_what_would_silently_drop_the_bot_token_is_refused(name: str) -> None:
    said = refusal({name: "geheim"})
    assert f"{name}: found a value; expected none" in said
    assert "geheim" not in said


@pytest.mark.parametrize("lease", ["20", "35"])
def test_a_lease_outlives_all_that_may_happen_under_it(lease: str) -> None:
    assert f"TRUST_LEASE_SECONDS: found {lease}; expected more than" in refusal(
        {"TRUST_LEASE_SECONDS": lease}
    )
    assert read_settings({**TOKENS, "TRUST_LEASE_SECONDS": "35.1"}).lease_seconds == 35.1


def test_a_clock_is_followed_only_beside_a_slack_on_this_machine() -> None:
    clock = {"TRUST_CLOCK_URL": "http://127.0.0.1:9000/"}
    assert "while SLACK_API_URL is not on this machine" in refusal(clock)
    assert read_settings({**TOKENS, **clock, "SLACK_API_URL": "http://localhost:9000/api/"})
    assert "not an address of this machine" in refusal({"TRUST_CLOCK_URL": "http://example.com/"})


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "bot_token"
    secret.write_text("xoxb-from-file\n")
    environ = {"SLACK_BOT_TOKEN_FILE": str(secret), "SLACK_APP_TOKEN": "xapp-1"}
    assert read_settings(environ).slack_bot_token == SecretStr("xoxb-from-file")


def test_keys_may_stand_one_on_a_line_in_their_file(tmp_path: Path) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    (tmp_path / "keys").write_text("\n".join(keys))
    settings = read_settings({**TOKENS, "TRUST_KEYS_FILE": str(tmp_path / "keys")})
    assert [key.get_secret_value() for key in settings.keys] == keys


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert (
        f"TRUST_KEYS_FILE: found “{missing}” (No such file or directory); "
        "expected a file that holds TRUST_KEYS."
    ) in refusal({"TRUST_KEYS_FILE": str(missing)})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert "(not a text file)" in refusal({"TRUST_KEYS_FILE": str(tmp_path / "bytes")})


def test_a_value_and_its_file_are_one_too_many(tmp_path: Path) -> None:
    assert "TRUST_COUNTRY_FILE: TRUST_COUNTRY is set as well; keep one of the two." in refusal(
        {"TRUST_COUNTRY": "SE", "TRUST_COUNTRY_FILE": str(tmp_path / "country")}
    )


def test_every_fault_comes_in_one_message() -> None:
    said = refusal(
        {
            "SLACK_BOT_TOKEN": "",
            "SLACK_CLIENT_ID": "1",
            "TRUST_KEYS": "short",
            "TRUST_POSTS_PER_MINUTE": "many",
            "TRUST_LEASE_SECONDS": "5",
            "TRUST_CLOCK_URL": "http://127.0.0.1:1",
            "TRUST_UNKNOWN": "1",
            "TRUST_COUNTRY_FILE": "/nowhere/country",
        }
    )
    heading, *faults, _where_to = said.split("\n")
    assert heading == "8 settings are not as needed:"
    assert [fault.strip().split(":")[0] for fault in faults] == [
        "SLACK_BOT_TOKEN",
        "SLACK_CLIENT_ID",
        "TRUST_CLOCK_URL",
        "TRUST_COUNTRY_FILE",
        "TRUST_KEYS",
        "TRUST_LEASE_SECONDS",
        "TRUST_POSTS_PER_MINUTE",
        "TRUST_UNKNOWN",
    ]


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert list(dict.fromkeys(listed)) == re.findall(
        r"^(?:# )?([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE
    )
    assert set(listed) == {variable(field) for field in Settings.model_fields}
    values = {name: value for name, value in listed.items() if value}
    assert read_settings(values, tokens=False) == Settings()
    for field, about in Settings.model_fields.items():
        unset = about.default in (None, (), "", SecretStr(""))
        assert unset or listed[variable(field)], field


def test_the_example_file_works_after_filling_in_the_two_tokens() -> None:
    active = dict(re.findall(r"^([A-Z][A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert set(active) == set(TOKENS)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_says_what_is_expected_and_gives_an_example(field: str) -> None:
    about = Settings.model_fields[field]
    assert about.description
    assert about.examples


def test_reading_settings_imports_nothing_that_takes_long() -> None:
    script = "import config.settings, sys; print([name for name in sys.modules])"
    printed = subprocess.run(  # noqa: S603 - our own interpreter and a fixed text
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    loaded = set(ast.literal_eval(printed))
    assert loaded.isdisjoint({"holidays", "sqlalchemy", "slack_sdk", "slack_bolt", "aiohttp"})
