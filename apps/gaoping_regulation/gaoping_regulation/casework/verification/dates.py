"""How long a certificate holds: 有效期至 = date + cycle − 1 day (JJG); first-only instruments may be used until."""

from datetime import date

from dateutil.relativedelta import relativedelta

PERIODIC = "周期检定"


def valid_until(verified_on: date, item: dict) -> date | None:
	"""The last day of validity of an instrument that passed.

	Args:
		verified_on: the day of the verification
		item: the catalogue's `mode`, `cycle_months`, `use_years`

	Returns None for an instrument that is verified once and used until it fails (失准报废).
	"""
	if item.get("mode") == PERIODIC:
		months = int(item.get("cycle_months") or 0)
		return verified_on + relativedelta(months=months, days=-1) if months else None
	years = int(item.get("use_years") or 0)
	return verified_on + relativedelta(years=years) if years else None


def label(item: dict) -> str:
	"""What the certificate calls that day."""
	return "有效期至" if item.get("mode") == PERIODIC else "使用期限至"


def limit_days(kinds: list[dict], usual: int) -> int:
	"""The limit of a case in working days: the longest of its kinds', where each has its own; else the stage's."""
	return max((int(kind.get("limit_days") or 0) or usual for kind in kinds), default=usual)
