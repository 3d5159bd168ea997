"""Detectors: for each of the charts' 59 risk points a rule that prevents (防止), finds (发现) or helps (辅助).

A rule is a small function in one of this package's files, registered with its risk points, its thresholds (settings
of the record Detection Rule) and an explanation in plain Chinese. Three kinds of functions:

- `of_case(facts, limits) -> findings`: looks at one case, after each event of the case and once a day;
- `of_site(limits) -> findings`: looks at all cases, once a day;
- none: the engine itself prevents it; `explanation` says where.

A function gets its thresholds by their keys and yields `Finding`s. A statistical rule starts in observe mode and raises
`Insufficient` below its sample, which is shown as 数据不足, never as normal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module

PREVENT, DETECT, ASSIST = "防止", "发现", "辅助"
ON, OBSERVE, OFF = "启用", "观察", "停用"
FILES = ("clocks", "notices", "reviewing", "decisions", "papers", "queues", "people", "metrology", "readings", "service", "prevented")
MATTERS = ("DY", "YJ", "QJ", "XD", "XT")


class Insufficient(Exception):
	"""Too few cases to tell: has and needs, in the rule's own unit."""

	def __init__(self, has: int, needs: int):
		super().__init__(f"数据不足（{has}/{needs}）")
		self.has, self.needs = has, needs


@dataclass
class Finding:
	"""One thing found. `doc` is the case (of_case rules need not give it); `key` tells findings of a case apart."""

	summary: str
	evidence: dict
	officer: str | None = None
	doc: object = None
	points: tuple[str, ...] = ()
	level: str | None = None
	stage: str | None = None
	key: str = ""


@dataclass(frozen=True)
class Threshold:
	key: str
	label: str
	value: float
	unit: str = ""


@dataclass(frozen=True)
class Detector:
	"""A registered rule; see the package's docstring."""

	key: str
	title: str
	points: tuple[str, ...]
	kind: str
	explanation: str
	mode: str = ON
	thresholds: tuple[Threshold, ...] = ()
	sample_size: int = 0
	of_case: Callable | None = None
	of_site: Callable | None = None

	@property
	def statistical(self) -> bool:
		return self.sample_size > 0


RULES: dict[str, Detector] = {}


def register(rule: Detector) -> None:
	if rule.key in RULES:
		raise ValueError(f"two detectors are called {rule.key}")
	RULES[rule.key] = rule


def of_case(key: str, title: str, points: Iterable[str], explanation: str, **more) -> Callable:
	"""Decorator: a rule about one case, `function(facts, limits) -> iterable of Finding`."""

	def decorate(function: Callable) -> Callable:
		register(Detector(key, title, tuple(points), DETECT, explanation, of_case=function, **more))
		return function

	return decorate


def of_site(key: str, title: str, points: Iterable[str], explanation: str, **more) -> Callable:
	"""Decorator: a rule about all cases, run daily, `function(limits) -> iterable of Finding`."""

	def decorate(function: Callable) -> Callable:
		register(Detector(key, title, tuple(points), DETECT, explanation, of_site=function, **more))
		return function

	return decorate


def prevents(key: str, title: str, points: Iterable[str], explanation: str) -> None:
	"""A rule that the engine carries out by refusing."""
	register(Detector(key, title, tuple(points), PREVENT, explanation))


def assists(key: str, title: str, points: Iterable[str], explanation: str) -> None:
	"""A rule that shows the officer what to look at."""
	register(Detector(key, title, tuple(points), ASSIST, explanation))


def all() -> dict[str, Detector]:
	"""Every rule, by its key."""
	for name in FILES:
		import_module(f"{__name__}.{name}")
	return RULES


def guards(point: str) -> list[Detector]:
	"""The rules that guard a risk point."""
	return [rule for rule in all().values() if point in rule.points]


def at(stage_points: str, matters: Iterable[str] = MATTERS) -> tuple[str, ...]:
	"""at("SL-3 SC-3", ("DY", "YJ")) -> ("DY-SL-3", "DY-SC-3", "YJ-SL-3", "YJ-SC-3")."""
	return tuple(f"{matter}-{point}" for matter in matters for point in stage_points.split())
