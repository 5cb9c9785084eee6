"""Where words that people wrote may be kept at all, and why. Nothing observed about a rep has a
place: a new column has to find its reason here."""

from sqlalchemy import Text

from bot.storage.tables import metadata
from bot.storage.types import Encrypted

OWN = "of whom it is about: their own words about themselves or their own work"
PLACES = {
    ("workspaces", "key_check"): "a word of ours, to see that the key fits",
    ("companies", "days"): "names of days off, for all",
    ("active_habits", "plan"): "the manager's plan for themselves",
    ("notes", "body"): "what the manager types to the bot for themselves; can be switched off",
    ("prompts", "line"): "a line of ours, with the name of a record",
    ("prompts", "lead"): "a line of ours",
    ("outgoing", "content"): "a message as it was sent",
    ("outgoing", "reason"): "why a message was not sent, in our words",
    ("drafts", "values"): "a form begun, for a day; gone once it was said",
    ("posts", "parts"): "what the team reads",
    ("posts", "filled"): "the form behind it, as long as it can be edited",
    ("posts", "salt"): "random bytes",
    ("questions", "body"): "what a colleague asks the author of a post",
    ("requests", "body"): "an ask from outside, as it was written",
    ("requests", "reason"): "why the manager decided so; whoever asked reads it",
    ("requests", "first_step"): "what the team reads",
    ("pair_notes", "body"): "the manager's part of a note that the rep reads, changes or deletes",
    ("pair_notes", "rep_body"): OWN,
    ("consents", "parts"): "the text that the named person was shown",
    ("consents", "suggested"): OWN,
    ("stories", "body"): "a useful failure; its owner has read it, and takes it back at any time",
    ("nominations", "citation"): "what the owner of the story was shown",
    ("awards", "trophy"): "the name of a thing",
    ("awards", "salt"): "random bytes",
    ("lunches", "name"): "the name of an event",
    ("lunches", "place"): "where it is",
    ("lunches", "own_story"): "the manager's own",
    ("lunches", "learnings"): "what the team reads",
    ("rides", "body"): "what a rep asks for, or is offered; both read it",
    ("rides", "because"): "why the manager said no; the rep reads it",
    ("rides", "debrief"): "the manager's lines on a call, of which the rep reads each",
    ("rides", "rep_body"): OWN,
    ("obstacles", "body"): "what is in a rep's way, in the rep's words, or for the rep to see",
    ("obstacles", "answer"): "what the rep is told",
    ("promises", "body"): "what the manager promised",
    ("promises", "told"): "what the manager told them",
    ("admissions", "change"): "what the manager changes about themselves",
    ("experiments", "body"): "a test that was agreed on; its owner has the note",
    ("talks", "about"): "what a talk is for, in a few words; the manager's calendar",
    ("gaps", "body"): "what the manager does not understand yet",
    ("own_lists", "lines"): "lists of things: trophies, costly mistakes, the manager's failures",
}


def test_words_are_kept_where_there_is_a_reason_for_it_and_nowhere_else() -> None:
    found = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Encrypted | Text)
    }
    assert found == PLACES.keys()
