"""Every tool of the bot, over one house."""

from bot.services.admissions import Admissions
from bot.services.awards import Awards
from bot.services.cards import Cards
from bot.services.consents import Consents
from bot.services.experiments import Experiments
from bot.services.failure_cv import FailureCv
from bot.services.held_drafts import HeldDrafts
from bot.services.lunches import Lunches
from bot.services.obstacles import Obstacles
from bot.services.pair_agreeing import SharedNotes
from bot.services.people import People
from bot.services.places import Places
from bot.services.promises import Promises
from bot.services.rep_home import RepHomes
from bot.services.rides import Rides
from bot.services.running_order import RunningOrders
from bot.services.telling import Stories
from bot.services.voting import Voting
from bot.services.who import House


class Toolbox:
    """What a tool does is called as its listeners would."""

    def __init__(self, house: House, people: People, places: Places) -> None:
        self.rides = Rides(house)
        self.promises = Promises(house, people)
        self.obstacles = Obstacles(house, people)
        self.consents = Consents(house)
        self.stories = Stories(house, people, places, "our-bot")
        self.awards = Awards(house, places, "our-bot")
        self.voting = Voting(house)
        self.lunches = Lunches(house, places, "our-bot")
        self.running_orders = RunningOrders(house)
        self.cards = Cards(house, people)
        self.admissions = Admissions(house)
        self.experiments = Experiments(house)
        self.held = HeldDrafts(house)
        self.notes = SharedNotes(house)
        self.failure_cv = FailureCv(house)
        self.rep_homes = RepHomes(house)
