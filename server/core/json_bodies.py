"""Read JSON bodies into models, in time that does not depend on what is wrong with them."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import BaseModel
from pydantic_core import from_json
from werkzeug.exceptions import UnprocessableEntity

MAX_FIELDS = 50  # of a body; Pydantic describes every one that it does not know

Body = TypeVar("Body", bound=BaseModel)


def read_body(model: type[Body]) -> Body:
    """Return the body of this request.

    Raises:
        ValidationError: if it is not JSON, or not what the model describes.
        UnprocessableEntity: if it has too many fields.
    """
    data = request.get_data()
    try:
        fields = from_json(data)
    except ValueError:  # Pydantic says below what is wrong
        fields = None
    if isinstance(fields, dict) and len(fields) > MAX_FIELDS:
        raise UnprocessableEntity(f"The body has {len(fields):,} fields, but at most {MAX_FIELDS} are allowed.")
    return model.model_validate_json(data)
