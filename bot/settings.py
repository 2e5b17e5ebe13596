"""The settings, from the environment and from `.env`."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.log import Format


class Settings(BaseSettings):
    """Every setting, with its default. `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///data/bot.db"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    committee_chat_id: int | None = None
    public_url: str | None = None
    webhook_secret: SecretStr | None = None
    default_language: Literal["fr", "en"] = "fr"
    geocoder_url: str | None = None
    data_controller: str | None = None
    pages_port: int | None = None
    pages_url: str | None = None
    operations_port: int | None = None
    operations_host: str = "127.0.0.1"
    log_format: Format = "text"
    messages_a_second: Annotated[int, Field(ge=1, le=1000)] = 30
    messages_a_minute: Annotated[int, Field(ge=0)] = 60

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @field_validator(
        "telegram_bot_token",
        "committee_chat_id",
        "public_url",
        "webhook_secret",
        "geocoder_url",
        "data_controller",
        "pages_port",
        "operations_port",
        "pages_url",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value
