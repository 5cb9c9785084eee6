"""All tools there are, for `House`."""

from bot.services.pair_agreeing import CHANGED_NOTE, CHANGED_NOTES
from bot.services.rep_home import NOTE, NOTES
from bot.services.tools import Tools

ALL_TOOLS = Tools(
    waiting={CHANGED_NOTE: CHANGED_NOTES},
    asked_again={},
    known={},
    begun={},
    after={},
    agreements={},
    of_reps={
        NOTE: NOTES,
    },
)
