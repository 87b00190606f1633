"""An import contract of our own for import-linter: packages are entered by their doors."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """A package of a group is entered from outside only through its doors.

    A package is `root.group.package`; modules that lie directly in a group belong to the group.
    `doors`: last names of modules that everybody may import. `extra_doors`: full names of single
    modules. `wiring`: last names of a group's own modules that may reach into its packages.
    `open_groups`: groups whose packages may enter one another anywhere. Tests may look inside.
    """

    type_name = "doors"

    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    wiring = fields.SetField(subfield=fields.StringField(), required=False)
    open_groups = fields.SetField(subfield=fields.StringField(), required=False)
    extra_doors = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = [
            {
                "importer": importer,
                "imported": imported,
                "lines": self._lines(graph, importer, imported),
            }
            for importer in sorted(graph.modules)
            if ".tests" not in importer
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self._may(graph, importer, imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for wrong in check.metadata["found"]:
            output.print_error(f"{wrong['importer']} imports {wrong['imported']}{wrong['lines']}")
        output.new_line()
        output.print("Enter by one of: " + ", ".join(sorted(map(str, self.doors))))  # type: ignore[call-overload]

    def _may(self, graph: ImportGraph, importer: str, imported: str) -> bool:
        home, goal = self._package(graph, importer), self._package(graph, imported)
        if home == goal or goal.count(".") < 2:
            return True
        last = imported.rpartition(".")[2]
        if last in self._set("doors") or imported in self._set("extra_doors"):
            return True
        same_group = home.split(".")[:2] == goal.split(".")[:2]
        group = goal.split(".")[1]
        is_wiring = home.count(".") == 1 and importer.rpartition(".")[2] in self._set("wiring")
        return same_group and (group in self._set("open_groups") or is_wiring)

    def _package(self, graph: ImportGraph, module: str) -> str:
        """`root.group.package`, or `root.group` for a module that lies in no package."""
        name = ".".join(module.split(".")[:3])
        inside = name.count(".") == 2 and bool(graph.find_children(name))
        return name if inside else ".".join(module.split(".")[:2])

    def _lines(self, graph: ImportGraph, importer: str, imported: str) -> str:
        details: list[dict[str, Any]] = list(
            graph.get_import_details(importer=importer, imported=imported)  # type: ignore[arg-type]
        )
        return "".join(f" (l. {detail['line_number']})" for detail in details[:1])

    def _set(self, name: str) -> set[str]:
        return getattr(self, name) or set()
