"""`kliping learn`: what the stored articles teach together, step by step; nothing here needs Prefect."""

import time
from collections.abc import Callable, Mapping

from sqlalchemy import Engine

import db
from cleaners.drafting import Sample
from cleaners.drafting.container import PAGES, learn_containers
from cleaners.registry import RULESET
from db.copies import find_copies
from flows.database import must_exist
from flows.memory.lesson import Lesson, Progress
from flows.outlet.gather import read

Step = Callable[[Engine, Progress], Lesson]


def furniture(engine: Engine, progress: Progress) -> Lesson:
    """Learn what sites repeat on unlike articles."""
    lesson = Lesson()
    progress.begin("learning furniture", db.count_unlearned(engine))
    for articles, found in db.learn_furniture(engine):
        lesson += Lesson(articles, found)
        progress.advance(articles)
    return lesson


def page_rules(engine: Engine, progress: Progress) -> Lesson:
    """Learn where the stories stand on the pages of sites that no rule reads."""
    lesson = Lesson()
    progress.begin("learning page rules", None)
    for site, pages in db.pages_to_learn(engine, PAGES):
        samples = [found for page in db.raw_pages(engine, pages) if isinstance(found := read(page), Sample)]
        lesson.rules += db.put_rules(engine, site, learn_containers(samples))
        progress.advance(1)
    return lesson


def copies(engine: Engine, progress: Progress) -> Lesson:
    """Find the copies among the articles."""
    progress.begin("finding copies", 1)
    found = find_copies(engine)
    progress.advance(1)
    return Lesson(copies=found)


# One step a kind of knowledge, in the order in which they are taken.
STEPS: Mapping[str, Step] = {"furniture": furniture, "page rules": page_rules, "copies": copies}


def learn(db_url: str, progress: Progress) -> Lesson:
    """Take all steps, and say what was learned. Raises db.DatabaseError."""
    started = time.perf_counter()
    lesson = Lesson()
    run_id = begin(db_url)
    try:
        for step in STEPS:
            lesson += take(db_url, step, progress)
    finally:
        lesson.seconds = time.perf_counter() - started
        end(db_url, run_id, lesson)
    return lesson


def begin(db_url: str) -> str:
    """Bring the database up to date and register the run. Raises db.DatabaseError."""
    must_exist(db_url)
    with db.opened(db_url) as engine:
        db.migrate(engine)
        return db.start_run(engine, "learn", RULESET)


def take(db_url: str, step: str, progress: Progress) -> Lesson:
    """Take one step, by its name."""
    with db.opened(db_url) as engine:
        return STEPS[step](engine, progress)


def end(db_url: str, run_id: str, lesson: Lesson) -> None:
    """Write down that the run ended."""
    with db.opened(db_url) as engine:
        db.finish_run(engine, run_id, db.Counts(), {"seconds": round(lesson.seconds, 3)})
