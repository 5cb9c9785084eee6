"""A `/trust` command as typed, and whom it may ask."""

from dataclasses import dataclass

from bot.listeners.edge import Gesture
from bot.services.admins import Admins
from bot.services.admissions import Admissions
from bot.services.awards import Awards
from bot.services.being_away import BeingAway
from bot.services.came_of_it import CameOfIt
from bot.services.cards import Cards
from bot.services.coach import Coach
from bot.services.companies import Companies
from bot.services.consents import Consents
from bot.services.experiments import Experiments
from bot.services.filter import Filter
from bot.services.forms import Forms
from bot.services.happening import Happening
from bot.services.introducing import Introducing
from bot.services.inviting import Inviting
from bot.services.lunches import Lunches
from bot.services.more_habits import MoreHabits
from bot.services.obstacles import Obstacles
from bot.services.one_on_ones import OneOnOnes
from bot.services.pair_agreeing import SharedNotes
from bot.services.people import People
from bot.services.post_actions import Posts
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.privacy import Privacy
from bot.services.promises import Promises
from bot.services.prompts import Prompts
from bot.services.reps import Reps
from bot.services.rides import Rides
from bot.services.starting import Starting
from bot.services.telling import Stories
from bot.services.typed import TypedWords
from bot.services.weeks import Weeks
from bot.services.who import Who


@dataclass(frozen=True)
class Services:
    """The services by the names under which listeners get them."""

    people: People
    preferences: Preferences
    privacy: Privacy
    starting: Starting
    prompts: Prompts
    practices: Practices
    weeks: Weeks
    happening: Happening
    more_habits: MoreHabits
    filter: Filter
    forms: Forms
    posts: Posts
    coach: Coach
    promises: Promises
    obstacles: Obstacles
    cards: Cards
    introducing: Introducing
    shared_notes: SharedNotes
    came_of_it: CameOfIt
    experiments: Experiments
    admissions: Admissions
    one_on_ones: OneOnOnes
    reps: Reps
    consents: Consents
    stories: Stories
    rides: Rides
    typed_words: TypedWords
    being_away: BeingAway
    admins: Admins
    companies: Companies
    inviting: Inviting
    awards: Awards
    lunches: Lunches


@dataclass(frozen=True)
class Said:
    """A command. `rest` is what follows its word."""

    gesture: Gesture
    rest: str
    ask: Services

    @property
    def who(self) -> Who:
        return self.gesture.who
