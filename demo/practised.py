"""A place to practise in whose every free text is one unmistakable word, for its person alone."""

import datetime as dt

from accounts.models import User
from assessments import actions
from demo.people import store
from demo.planting import PlantedTalk, Planter
from example.actions import begin_practice
from example.story import clock
from frameworks.models import Framework


def plant_practice(person: User, planter: Planter, framework: Framework, today: dt.date) -> None:
    """Give a person a place to practise in, of which nobody else may ever read a word."""
    place, who = begin_practice(by=person), {f"person:{person.email}"}
    for name in ("name", "people_word", "what_matters"):
        setattr(place, name, planter.plant(f"accounts.Service.{name}", who, service=place))
    place.kinds_to_hear = [planter.plant("accounts.Service.kinds_to_hear", who, service=place)]
    store(place)
    for fate, days in (("practised", 50), ("practising", 3)):
        talk = PlantedTalk(
            planter=planter,
            service=place,
            framework=framework,
            by=person,
            fate=fate,
            team=who,
            others=set(),
            body=set(),
            times=clock(today - dt.timedelta(days=days)),
        )
        assessment = talk.begin()
        if fate == "practised":
            actions.finish(assessment, by=person, at=next(talk.times))
