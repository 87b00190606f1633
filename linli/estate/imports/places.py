"""From the parts of a row, its sheet and the rows above to one home of the estate."""

from dataclasses import dataclass, field, replace

from .codes import Code
from .data import EstateShape, Home, Key
from .homes import HomeReading, HomeText, find_key, key_index


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the home text: from columns of the row (typed or carried), and
    from the sheet. Tokens as written."""

    building: str | None = None
    entrance: str | None = None
    sheet_building: str | None = None
    sheet_entrance: str | None = None


@dataclass
class Locator:
    """Finds homes in one estate."""

    shape: EstateShape
    index: dict[str, Key] = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.index = key_index(self.shape)
        named = [text for text in self.index if not text.isdigit() and len(text) > 1]
        self.names = tuple(sorted(named, key=len, reverse=True))

    def locate(self, text: HomeText, context: Context) -> HomeReading:
        """One home, or why not. A text that fits two homes gives none."""
        if text.unclear:
            return HomeReading(code=Code.HOME_AMBIGUOUS)
        if text.weak:
            text = self._settle_weak(text, context)
        if text.broken or text.room is None:
            return HomeReading(code=Code.HOME_INCOMPLETE)
        if _contradicts(text.building, context.building) or _contradicts(
            text.entrance, context.entrance
        ):
            return HomeReading(code=Code.HOME_AMBIGUOUS)
        return self._settle(text, context, text.room)

    def _settle(self, text: HomeText, context: Context, room: Key) -> HomeReading:
        own = text.building or context.building
        building = find_key(own or context.sheet_building, self.index)
        sheet = find_key(context.sheet_building, self.index)
        if building is None:
            return HomeReading(code=Code.HOME_INCOMPLETE)
        differs = sheet is not None and building != sheet
        token = text.entrance or context.entrance or (None if differs else context.sheet_entrance)
        entrance = self._find_entrance(building, token)
        if entrance is None:
            known = building in self.shape.buildings
            code = Code.HOME_INCOMPLETE if known else Code.IMPOSSIBLE_HOME
            return HomeReading(code=code, differs=differs)
        home = Home(building, entrance, room)
        if not self.shape.has(home):
            code = Code.HOME_AMBIGUOUS if self._is_part(home) else Code.IMPOSSIBLE_HOME
            return HomeReading(code=code, differs=differs)
        return HomeReading(home, differs=differs)

    def _is_part(self, home: Home) -> bool:
        """1502A where there is only 1502: a part of it, or a slip."""
        return isinstance(home.number, str) and self.shape.has(
            replace(home, number=int(home.number[:-1]))
        )

    def _find_entrance(self, building: Key, token: str | None) -> Key | None:
        entrances = self.shape.entrances(building)
        if token is None:
            return next(iter(entrances)) if len(entrances) == 1 else None
        if token.isdigit():
            return int(token)
        return next((key for key in entrances if str(key).upper() == token), token)

    def _settle_weak(self, text: HomeText, context: Context) -> HomeText:
        """`2-1502`: entrance and room if the building is known and nothing speaks against it."""
        token, room = text.building, text.room
        if room is None:
            return HomeText(broken=True)
        as_entrance = HomeText(entrance=token, room=room)
        as_building = HomeText(building=token, room=room)
        if context.entrance is not None:
            if _same(token, context.entrance):
                # 2-1502 in building 2, entrance 2: either reading gives the same home.
                return as_entrance
            return as_building
        if context.building is not None:
            if _same(token, context.building):
                return HomeText(broken=True)
            return as_entrance
        building = find_key(context.sheet_building, self.index)
        if building is None:
            return HomeText(broken=True)
        entrances = self.shape.entrances(building)
        if _same(token, context.sheet_building) and len(entrances) > 1:
            return HomeText(broken=True)
        exists = any(_same(token, str(key)) for key in entrances)
        return as_entrance if exists else as_building


def _same(one: str | None, two: str | None) -> bool:
    if one is None or two is None:
        return False
    return one == two or (one.isdigit() and two.isdigit() and int(one) == int(two))


def _contradicts(text: str | None, column: str | None) -> bool:
    return text is not None and column is not None and not _same(text, column)
