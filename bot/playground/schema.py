"""The Bot API's schema, carried by aiogram: requests are validated against it, answers serialised by it.

Traps of those models, closed here: a keyboard of the wrong shape passes as ReplyKeyboardRemove, and unknown
fields pass everywhere. So the keyboard's class is chosen by its key, and what no model names is refused.
"""

from typing import Any

import orjson
from aiogram import methods, types
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from bot.playground.refusals import Refused, bad_request

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method
    for method in vars(methods).values()
    if isinstance(method, type) and issubclass(method, TelegramMethod) and method is not TelegramMethod
}
KEYBOARDS: dict[str, type[BaseModel]] = {
    "inline_keyboard": types.InlineKeyboardMarkup,
    "keyboard": types.ReplyKeyboardMarkup,
    "remove_keyboard": types.ReplyKeyboardRemove,
    "force_reply": types.ForceReply,
}


def validate(name: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The method's proper name and its parameters, typed as the schema wants them. Raises Refused."""
    method = METHODS.get(name.lower())
    if method is None:
        raise Refused("Not Found", 404)
    given = {key: _loaded(key, value) for key, value in params.items()}
    markup = given.pop("reply_markup", None)
    try:
        request = method.model_validate(given)
    except ValidationError as error:
        raise _refusal(error) from None
    _refuse_unknown(request)
    checked = request.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    if markup is not None:
        checked["reply_markup"] = _keyboard(markup)
    return method.__api_method__, checked


def message(content: dict[str, Any]) -> dict[str, Any]:
    """A message as the Bot API answers with it; a wrong one is a bug of the playground's and raises."""
    model = types.Message.model_validate(content)
    _refuse_unknown(model)
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def update(content: dict[str, Any]) -> dict[str, Any]:
    """An update likewise."""
    model = types.Update.model_validate(content)
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _loaded(key: str, value: Any) -> Any:
    """Form data carries nested values as JSON text."""
    if isinstance(value, str) and value[:1] in "{[" and key not in ("text", "caption", "title", "address"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _keyboard(markup: Any) -> dict[str, Any]:
    if isinstance(markup, str):
        try:
            markup = orjson.loads(markup)
        except orjson.JSONDecodeError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kind = next((KEYBOARDS[key] for key in KEYBOARDS if key in markup), None)
    if kind is None:
        raise bad_request("can't parse reply keyboard markup: no known kind of keyboard in it")
    try:
        model = kind.model_validate(markup)
    except ValidationError as error:
        raise _refusal(error) from None
    _refuse_unknown(model)
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _refuse_unknown(model: Any) -> None:
    if isinstance(model, BaseModel):
        if model.model_extra:
            raise bad_request(f"unknown field {next(iter(model.model_extra))!r}")
        for name in model.model_fields_set:
            _refuse_unknown(getattr(model, name, None))
    elif isinstance(model, list):
        for each in model:
            _refuse_unknown(each)


def _refusal(error: ValidationError) -> Refused:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return bad_request(f"can't parse parameter {where}: {first['msg']}")
