"""The contracts find a wrong import: tried on a tiny package that breaks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

GOOD = {
    "house/__init__.py": "",
    "house/upper/__init__.py": "",
    "house/upper/rooms/__init__.py": "",
    "house/upper/rooms/views.py": "from house.lower.cellar import api\n",
    "house/lower/__init__.py": "",
    "house/lower/models.py": "from house.lower.cellar.models import Shelf\n",
    "house/lower/cellar/__init__.py": "",
    "house/lower/cellar/models.py": "class Shelf: ...\n",
    "house/lower/cellar/api.py": "from house.lower.cellar.models import Shelf\n",
}
CONTRACTS = """
[importlinter]
root_package = house
contract_types =
    doors: scripts.contracts.DoorsContract

[importlinter:contract:layers]
name = layers
type = layers
containers = house
layers =
    upper
    lower

[importlinter:contract:doors]
name = doors
type = doors
root = house
doors =
    api
    data
wiring =
    models
"""


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write the house with changed files and lint it; whether all contracts hold."""

    def judged(changes: dict[str, str]) -> bool:
        for name, content in {**GOOD, **changes}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        (tmp_path / ".importlinter").write_text(CONTRACTS)
        configure()
        monkeypatch.syspath_prepend(str(tmp_path))
        return lint_imports(config_filename=str(tmp_path / ".importlinter"), cache_dir=None)

    return judged


def test_a_clean_house_passes(judge) -> None:
    assert judge({})


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("house/upper/rooms/views.py", "from house.lower.cellar.models import Shelf\n"),
        ("house/upper/rooms/views.py", "from house.lower.cellar import models\n"),
        ("house/upper/models.py", "from house.lower.cellar.models import Shelf\n"),
        ("house/lower/cellar/api.py", "from house.upper.rooms import views\n"),
    ],
    ids=["past the door", "a module past the door", "another group's wiring", "upward"],
)
def test_a_wrong_import_is_found(judge, path: str, line: str) -> None:
    assert not judge({path: line})
