"""Pure rules of a verification record: mean, error, within the limit, conclusion. Numbers stay decimal, as written."""

from decimal import Decimal, InvalidOperation

READINGS = ("reading_1", "reading_2", "reading_3")
WITHIN, BEYOND = "符合", "不符合"
PASSED, FAILED = "合格", "不合格"
# One digit more than the readings have, as verification regulations ask of a mean.
EXTRA_DIGITS = 1


def number(text) -> Decimal | None:
	"""A typed number, or None for what is empty or none."""
	try:
		found = Decimal(str(text if text is not None else "").strip())
	except InvalidOperation:
		return None
	return found if found.is_finite() and abs(found) < Decimal(10) ** 12 and found.as_tuple().exponent >= -12 else None


def mean(readings: list[Decimal]) -> Decimal:
	"""The mean of the readings, with one decimal place more than the finest of them."""
	places = max(0, *(-reading.as_tuple().exponent for reading in readings)) + EXTRA_DIGITS
	return (sum(readings) / len(readings)).quantize(Decimal(1).scaleb(-places))


def computed(point: dict) -> dict:
	"""{"mean", "error", "within"} of a point as text; empty where a number is missing.

	The error is the instrument's mean indication less the standard's value; the mean is not rounded before it is
	compared, so that rounding cannot bring an error within its limit.
	"""
	nominal, limit = number(point.get("nominal")), number(point.get("mpe"))
	readings = [number(point.get(field)) for field in READINGS]
	if nominal is None or limit is None or None in readings:
		return {"mean": "", "error": "", "within": ""}
	exact = sum(readings) - nominal * len(readings)
	shown = mean(readings)
	return {
		"mean": plain(shown),
		"error": plain(shown - nominal),
		"within": WITHIN if abs(exact) <= abs(limit) * len(readings) else BEYOND,
	}


def plain(value: Decimal) -> str:
	"""Without an exponent and without the sign of a negative zero."""
	return format(value if value else abs(value), "f")


def conclusion(appearance: str | None, points: list[dict]) -> tuple[str, list[str]]:
	"""The conclusion of a record and the items that failed; empty as long as anything is missing."""
	results = [computed(point)["within"] for point in points]
	if not appearance or not results or not all(results):
		return "", []
	failed = ["外观和功能检查"] if appearance == FAILED else []
	failed += [
		f"{point.get('item') or '示值误差'}（{point.get('nominal')}）"
		for point, result in zip(points, results, strict=True)
		if result == BEYOND
	]
	return (FAILED if failed else PASSED), failed
