"""The start and settings forms as values: what is chosen now, and what can be chosen."""

from bot.services.messages import Choice
from bot.services.views import PreferencesForm, TimesChosen
from config.holidays import countries
from habits.catalogue import Catalogue, Habit
from habits.catalogue_lists import Theme
from habits.people import Place, Rhythm, Schedule
from habits.plans import default_plan, in_short


def preferences_form(
    catalogue: Catalogue,
    schedule: Schedule,
    country: str,
    habit: str,
    plan: str | None,
    *,
    started: bool,
    beside: tuple[str, ...] = (),
) -> PreferencesForm:
    chosen = catalogue.habits.get(habit)
    return PreferencesForm(
        started=started,
        zone=schedule.zone,
        habits=tuple(
            (theme.question, tuple(_choice(one) for one in catalogue.by_theme(theme)))
            for theme in Theme
            if catalogue.by_theme(theme)
        ),
        habit=habit,
        plan=plan,
        default_plan=default_plan(chosen) if chosen else "",
        work_days=tuple(str(int(day)) for day in sorted(schedule.work_days)),
        hours_start=f"{schedule.hours.start:%H:%M}",
        hours_end=f"{schedule.hours.end:%H:%M}",
        countries=tuple(Choice(code, name) for code, name in countries()),
        country=country,
        parts=tuple((place, _times(schedule.rhythm, place)) for place in Place),
        beside=beside,
    )


def _choice(habit: Habit) -> Choice:
    return Choice(habit.key, habit.name, in_short(habit))


def _times(rhythm: Rhythm, place: Place) -> TimesChosen:
    part = rhythm.part(place)
    if part is None:
        usual = Rhythm().part(place)
        return TimesChosen("off", f"{usual.at:%H:%M}" if usual else "10:00")
    return TimesChosen("own" if part.day is None else str(int(part.day)), f"{part.at:%H:%M}")
