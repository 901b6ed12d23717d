"""What a map is asked to show, and the drawing that comes back."""

from dataclasses import dataclass, field

from commonbeat.places.queries.basemap import BaseLayer, Outline
from commonbeat.places.queries.frames import Steps
from commonbeat.places.rules.drawing import Canvas, number, path


@dataclass(frozen=True, slots=True)
class Pick:
    """The form field that a map is: one cell or ``several``, and whether a phone may say where."""

    input_name: str
    several: bool = False
    locate: bool = True

    @property
    def input_type(self) -> str:
        """The kind of form control that a cell is."""
        return "checkbox" if self.several else "radio"


@dataclass(frozen=True, slots=True)
class Zoom:
    """How a page takes the next frame: as a link to ``href`` plus the frame, or a form field."""

    href: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MapCell:
    """A cell to show. ``tone`` is 1, 2 or 3 (few to many), pick, warn, bad or choice.

    ``words`` is read out after the cell's name, such as "fewer than 5 crimes". ``value`` is what
    a form sends; left out, it is the cell itself.
    """

    cell: int
    tone: str = "1"
    label: str = ""
    words: str = ""
    href: str = ""
    value: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class MapPin:
    """A number or letter over a cell. ``tone`` is warn, bad, plum, good, idle or nothing."""

    cell: int
    text: str
    tone: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapKey:
    """One line of the legend."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell in units of the map."""

    d: str
    tone: str
    name: str
    href: str
    value: str
    checked: bool
    x: float
    y: float
    reach: float

    @property
    def left(self) -> str:
        """Where the part that can be tapped begins."""
        return number(self.x - self.reach)

    @property
    def top(self) -> str:
        """Where the part that can be tapped begins."""
        return number(self.y - self.reach)

    @property
    def size(self) -> str:
        """How large the part that can be tapped is."""
        return number(self.reach * 2)


@dataclass(frozen=True, slots=True)
class DrawnPin:
    """A pin in units of the map."""

    text: str
    tone: str
    label: str
    href: str
    x: float
    y: float

    @property
    def d(self) -> str:
        """The hexagon around the number."""
        corners = ((0, -27), (23.4, -13.5), (23.4, 13.5), (0, 27), (-23.4, 13.5), (-23.4, -13.5))
        return path(list(corners), closed=True)

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"{number(self.x)} {number(self.y)}"


@dataclass(frozen=True, slots=True)
class MapView:
    """A map, ready for the ``hex_map`` tag."""

    id: str
    label: str
    canvas: Canvas
    base: BaseLayer
    outlines: tuple[Outline, ...]
    cells: list[DrawnCell]
    kept: list[str]
    keys: list[MapKey]
    pick: Pick | None
    frame: str
    zoom: Zoom | None
    steps: Steps
    grid: str = ""
    pins: list[DrawnPin] = field(default_factory=list)

    @property
    def chosen_name(self) -> str:
        """What the chosen cell is called, where one is chosen."""
        return next((cell.name for cell in self.cells if cell.checked), "")

    @property
    def is_picture(self) -> bool:
        """Whether nothing on it can be followed or chosen."""
        links = any(cell.href for cell in self.cells) or any(pin.href for pin in self.pins)
        return not (links or self.pick)
