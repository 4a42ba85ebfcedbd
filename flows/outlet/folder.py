"""The outlets of a folder that somebody named."""

from pathlib import Path

from cleaners.outlets import SEEDS, OutletError, Register, register


def outlets_in(folder: Path) -> Register:
    """What is known of the outlets in a folder. Raises OutletError, also where it holds none."""
    known = register(folder.resolve())
    if not known.outlets:
        raise OutletError(f"no outlets in {folder}: each has a folder there with an outlet.toml")
    return known


def folder_of(named: Path | str | None) -> Path:
    """The folder of the outlets: the one that was named, else `seeds/`. Raises OutletError where it holds none, or one
    that cannot be read."""
    if not named:
        return SEEDS
    outlets_in(Path(named))
    return Path(named).resolve()
