"""What the environment sets, read in one place. Options of the command go before it."""

import os
from pathlib import Path

from pydantic import DirectoryPath, Field, PositiveFloat, PositiveInt, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows import DEFAULT_DB

PREFIX = "KLIPING_"


class SettingsError(Exception):
    """A setting that cannot be; the message names it, and never repeats its value, which may be a secret."""


class Settings(BaseSettings):
    """Each field is a variable of the environment: its alias, or its name in capitals after `KLIPING_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    database_url: SecretStr = Field(
        default=SecretStr(DEFAULT_DB), validation_alias="DATABASE_URL", description="the corpus"
    )
    prefect_api_url: SecretStr | None = Field(
        default=None, validation_alias="PREFECT_API_URL", description="the Prefect server that runs and shows the flows"
    )
    user_agent: str | None = Field(default=None, description="who asks for pages, with an address to write to")
    outlets: DirectoryPath | None = Field(default=None, description="the folder of the outlets")
    workers: PositiveInt = Field(default=1, description="processes that clean at the same time")
    deadline: PositiveFloat = Field(default=10.0, description="seconds of its own time that one may take for a page")
    memory: PositiveInt = Field(default=700, description="megabytes that one may hold")
    eval: Path | None = Field(default=None, description="pages with gold, for make bench-quality")

    @classmethod
    def variables(cls) -> dict[str, str]:
        """The variable of each field."""
        return {
            name: str(field.validation_alias or f"{PREFIX}{name}".upper()) for name, field in cls.model_fields.items()
        }


def settings() -> Settings:
    """What is set now. Raises SettingsError for a value that cannot be, and for a variable that means nothing."""
    variables = Settings.variables()
    for name in os.environ:
        if name.startswith(PREFIX) and name not in variables.values():
            there = ", ".join(variable for variable in variables.values() if variable.startswith(PREFIX))
            raise SettingsError(f"{name} is no setting; there are {there}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"{variables.get(name, name)}: {first['msg'].lower()}") from None


def database_url() -> str:
    """The database that is set."""
    return settings().database_url.get_secret_value()


def outlets_folder(named: str | None) -> str | None:
    """The folder of outlets that was named, else the one that is set; None for `seeds/`."""
    folder = named or settings().outlets
    return str(folder) if folder else None
