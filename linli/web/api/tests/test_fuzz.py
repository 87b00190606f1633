"""Whatever a program sends: no crash, no answer that the description does not know."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linli.base.accounts.api import issue_token
from linli.base.scopes.api import estate_scope
from linli.estate.testing import make_cast
from linli.matters.routing.api import load_catalogue
from linli.web.api.urls import api
from linli.web.api.views import describe

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    (method.upper(), path) for path, ways in describe(api)["paths"].items() for method in ways
]


@pytest.fixture
def headers(committed_db: Any, tmp_path: Any, settings: Any) -> dict[str, dict[str, str]]:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    cast = make_cast()
    with estate_scope(cast.estate.pk):
        load_catalogue(cast.estate)
        keys = {who: issue_token("x", actor=cast.actor(who))[1] for who in ("agent", "resident")}
    return {who: {"Authorization": f"Bearer {key}"} for who, key in keys.items()}


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("who", ["agent", "resident", "nobody"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_described(
    headers: Any, who: str, method: str, path: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(describe(api))
    schema.app = get_wsgi_application()

    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(schema[path][method].as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        case.call_and_validate(headers=headers.get(who), checks=CHECKS)

    try:
        run()
    except Unsatisfiable:
        pytest.skip("nothing can be wrong here: the operation takes no input")
