"""风险热力图 as a table: stage × level of each matter; the page `risk-heatmap` shows the same as a grid."""

from gaoping_regulation.risk_control.supervision import charts, found, heatmap
from gaoping_regulation.risk_control.supervision import scope as scopes


def execute(filters=None):
	"""Columns, a row for each stage, a message, a chart of the stages that have anything."""
	rows = [flat(place) for place in heatmap.rows(scopes.of(filters))]
	return columns(), rows, "预警和发现问题按各自的等级，超时按环节在风险图中的等级。", chart(rows)


def columns() -> list[dict]:
	first = [("matter_title", "事项", 170), ("stage_title", "环节", 110), ("level", "环节风险等级", 110)]
	texts = [{"fieldname": name, "label": label, "fieldtype": "Data", "width": width} for name, label, width in first]
	figures = [
		{"fieldname": f"{kind}_{level}", "label": f"{level}·{label}", "fieldtype": "Int", "width": 100}
		for level in found.LEVELS
		for kind, label in heatmap.KINDS
	]
	return [*texts, *figures, {"fieldname": "total", "label": "合计", "fieldtype": "Int", "width": 80}]


def flat(place: dict) -> dict:
	cells = {f"{kind}_{level}": cell[kind] for level, cell in place["cells"].items() for kind, _ in heatmap.KINDS}
	return {**{key: value for key, value in place.items() if key != "cells"}, **cells}


def chart(rows: list[dict]) -> dict | None:
	shown = [row for row in rows if row["total"]]
	sums = {label: [sum(row[f"{kind}_{level}"] for level in found.LEVELS) for row in shown] for kind, label in heatmap.KINDS}
	return charts.bars([f"{row['matter_title']}·{row['stage_title']}" for row in shown], sums)
