"""Groups of outlets, which a schedule crawls together."""

import tomllib
from pathlib import Path

import pytest

import flows.crawl.groups
from cleaners.outlets import SEEDS, register
from flows.crawl import CannotBegin
from flows.crawl.groups import GENERAL, groups
from tests.crawl.conftest import Crawl, Write
from tests.site.server import Start


def test_each_outlet_belongs_to_one_group_and_each_name_is_an_outlet() -> None:
    known = register(SEEDS).outlets
    found = groups(register(SEEDS))
    assert sorted(outlet for outlets in found.values() for outlet in outlets) == sorted(known)
    file = Path(flows.crawl.groups.__file__).with_name("groups.toml")
    named = tomllib.loads(file.read_text("utf-8"))
    assert {outlet for outlets in named.values() for outlet in outlets} <= known.keys()
    assert set(named) == set(found) - {GENERAL}


def test_a_group_is_crawled_and_no_other(
    start: Start, outlet: Write, folder: Path, crawl_once: Crawl, tmp_path: Path
) -> None:
    business, other = start({}), start({}, "127.0.0.2")
    outlet("kontan", business, feeds=["/rss"])
    outlet("kabar", other, feeds=["/rss"])
    assert groups(register(folder)) == {"business": ["kontan"], GENERAL: ["kabar"]}
    url = f"sqlite:///{tmp_path}/k.db"
    crawl_once(url, group=GENERAL)
    assert (business.asked(), other.asked()) == ([], ["/robots.txt", "/rss"])
    with pytest.raises(CannotBegin, match="no outlet of the group regional"):
        crawl_once(url, group="regional")
