"""The risk charts that the app brings, against the bureau's own text (tests/data/charts.txt): letter for letter, none too few.

The counts are those of the bureau's five 廉政风险防控图; the stray boxes of the drawings are kept aside and not counted.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
SEEDS = ROOT.parent / "apps" / "gaoping_regulation" / "gaoping_regulation" / "seed" / "risk_control_chart"
# The lines of the text that hold each matter's risk chart, counted from 1.
LINES = {"DY": (249, 460), "YJ": (522, 793), "QJ": (891, 1144), "XD": (1254, 1412), "XT": (1515, 1676)}
# {matter: {stage: (level, risk points, measures)}}
STAGES = {
	"DY": {"SL": ("中", 5, 3), "SC": ("高", 4, 3), "JD": ("高", 2, 2), "SD": ("低", 3, 2)},
	"YJ": {"SL": ("低", 5, 4), "SC": ("高", 4, 5), "JD": ("中", 3, 2), "SD": ("低", 3, 3)},
	"QJ": {"SL": ("低", 2, 2), "SC": ("低", 6, 5), "JD": ("低", 2, 3), "SD": ("低", 2, 2)},
	"XD": {"SC": ("中", 6, 4), "BA": ("中", 2, 2), "SD": ("中", 1, 2)},
	"XT": {"SC": ("中", 6, 4), "BA": ("中", 2, 2), "SD": ("中", 1, 2)},
}


def chart(code: str) -> dict:
	(record,) = json.loads((SEEDS / f"{code}.json").read_text())
	return record


def section(code: str) -> str:
	first, last = LINES[code]
	lines = (ROOT / "data" / "charts.txt").read_text().split("\n")[first - 1 : last]
	return squeezed("".join(lines))


def squeezed(text: str) -> str:
	return re.sub(r"\s", "", text)


def counted(record: dict, table: str) -> list[dict]:
	return [row for row in record[table] if not row.get("is_template_residue")]


@pytest.mark.parametrize("code", LINES)
def test_every_text_stands_in_the_bureaus_chart(code):
	text = section(code)
	for table in ("points", "measures"):
		for row in chart(code)[table]:
			assert squeezed(row["original_text"]) in text, (code, table, row["original_text"])


@pytest.mark.parametrize("code", LINES)
def test_every_stage_has_its_level_points_and_measures(code):
	record = chart(code)
	points = Counter(row["stage"] for row in counted(record, "points"))
	measures = Counter(row["stage"] for row in counted(record, "measures"))
	found = {row["stage"]: (row["level"], points[row["stage"]], measures[row["stage"]]) for row in record["stages"]}
	assert found == STAGES[code]


@pytest.mark.parametrize("code", LINES)
def test_the_points_are_numbered_through_and_asked(code):
	rows = counted(chart(code), "points")
	wanted = [f"{code}-{stage}-{number}" for stage, (_, count, _) in STAGES[code].items() for number in range(1, count + 1)]
	assert [row["code"] for row in rows] == wanted
	assert all(row["question"].endswith("？") for row in rows)


def test_the_five_charts_come_to_their_totals():
	records = [chart(code) for code in LINES]
	assert sum(len(counted(record, "points")) for record in records) == 59
	assert sum(len(counted(record, "measures")) for record in records) == 52
	levels = Counter(row["level"] for record in records for row in record["stages"])
	assert levels == {"高": 3, "中": 8, "低": 7}


# The bureau's own words at both ends. The food matters' charts came without a frame, their flow's stands for it.
FLOWS = {"XD": (1146, 1253), "XT": (1412, 1514)}
FRAMES = [("DY", "申请人提出申请", ""), ("YJ", "申请", ""), ("QJ", "申请人提出申请", ""), ("XD", "提出申请", "事后监管"), ("XT", "提出申请", "事后监管")]


@pytest.mark.parametrize(("code", "first", "last"), FRAMES)
def test_the_frame_is_in_the_bureaus_words(code, first, last):
	record, lines = chart(code), (ROOT / "data" / "charts.txt").read_text().split("\n")
	assert (record.get("first_box", "申请"), record.get("last_box", "")) == (first, last)
	start, end = FLOWS.get(code, LINES[code])
	boxes = [line.strip() for line in lines[start - 1 : end]]
	assert {first, "办结", *([last] if last else [])} <= set(boxes)
