"""Pure rules of the verification, by tables."""

from datetime import date

import pytest

from gaoping_regulation.casework.verification import dates, measuring


@pytest.mark.parametrize(
	("nominal", "mpe", "readings", "mean", "error", "within"),
	[
		("0.80", "0.0256", ("0.80", "0.81", "0.80"), "0.803", "0.003", "符合"),
		("10", "0.1", ("10.1", "10.1", "10.1"), "10.10", "0.10", "符合"),
		("10", "0.1", ("10.1", "10.1", "10.2"), "10.13", "0.13", "不符合"),
		("10", "0.1", ("9.9", "9.9", "9.8"), "9.87", "-0.13", "不符合"),
		("0", "1", ("0", "0", "0"), "0.0", "0.0", "符合"),
		("0", "1", ("-1", "-1", "-1"), "-1.0", "-1.0", "符合"),
		# The rounded mean would be within the limit; the readings' own is not.
		("0", "0.3", ("0.30", "0.30", "0.31"), "0.303", "0.303", "不符合"),
		("10", "0.1", ("10", "10", ""), "", "", ""),
		("10", "0.1", ("10", "10", "ten"), "", "", ""),
		("", "0.1", ("10", "10", "10"), "", "", ""),
	],
)
def test_a_point_is_computed(nominal, mpe, readings, mean, error, within):
	point = {"nominal": nominal, "mpe": mpe, **dict(zip(measuring.READINGS, readings, strict=True))}
	assert measuring.computed(point) == {"mean": mean, "error": error, "within": within}


def point(reading: str, item: str = "示值误差") -> dict:
	return {"item": item, "nominal": "10", "mpe": "0.1", **dict.fromkeys(measuring.READINGS, reading)}


@pytest.mark.parametrize(
	("appearance", "points", "conclusion", "failed"),
	[
		("合格", [point("10")], "合格", []),
		("合格", [point("10"), point("11")], "不合格", ["示值误差（10）"]),
		("不合格", [point("10")], "不合格", ["外观和功能检查"]),
		("", [point("10")], "", []),
		("合格", [], "", []),
		("合格", [point("10"), point("")], "", []),
	],
)
def test_the_conclusion_follows_from_the_data(appearance, points, conclusion, failed):
	assert measuring.conclusion(appearance, points) == (conclusion, failed)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e20", "", None, "十"])
def test_what_is_no_number(text):
	assert measuring.number(text) is None


@pytest.mark.parametrize(
	("day", "item", "until"),
	[
		(date(2026, 11, 25), {"mode": "周期检定", "cycle_months": 12}, date(2027, 11, 24)),
		(date(2026, 8, 31), {"mode": "周期检定", "cycle_months": 6}, date(2027, 2, 27)),
		(date(2024, 2, 29), {"mode": "周期检定", "cycle_months": 12}, date(2025, 2, 27)),
		(date(2026, 11, 25), {"mode": "只做首次检定", "use_years": 6}, date(2032, 11, 25)),
		(date(2026, 11, 25), {"mode": "只做首次检定", "use_years": 0}, None),
	],
)
def test_how_long_a_certificate_holds(day, item, until):
	assert dates.valid_until(day, item) == until


@pytest.mark.parametrize(("kinds", "days"), [([], 20), ([{"limit_days": 0}], 20), ([{"limit_days": 5}], 5), ([{"limit_days": 5}, {}], 20), ([{"limit_days": 5}, {"limit_days": 30}], 30)])
def test_the_limit_is_the_longest_of_its_kinds(kinds, days):
	assert dates.limit_days(kinds, 20) == days
