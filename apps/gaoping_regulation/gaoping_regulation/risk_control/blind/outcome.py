"""What came of a blind review: the planted fault found or not, an earlier check confirmed or not."""

import frappe

from gaoping_regulation.engine.checklist import FINE, PROBLEM

FOUND, PARTLY, MISSED = "已发现", "部分发现", "未发现"
SAME, DIFFERENT, OPEN = "一致", "不一致", "未填写"


def of_training(answers: dict[str, str], planted: set[str]) -> tuple[str, str]:
	"""(outcome, explanation) of a training case: {risk point: result} against the points with a planted fault."""
	if not answers:
		return OPEN, "到期未填写。"
	seen = {point for point, result in answers.items() if result == PROBLEM}
	hit, extra = planted & seen, seen - planted
	text = f"植入问题的风险点：{'、'.join(sorted(planted))}；指出：{'、'.join(sorted(hit)) or '无'}。"
	if extra:
		text += f"另指出未植入的：{'、'.join(sorted(extra))}。"
	return (FOUND if hit == planted else PARTLY if hit else MISSED), text


def of_case(answers: dict[str, str], earlier: dict[str, str]) -> tuple[str, str, list[str]]:
	"""(outcome, explanation, points) of a real case: where 符合 of the earlier check is 发现问题 now, or the other way."""
	if not answers:
		return OPEN, "到期未填写。", []
	told = {FINE, PROBLEM}
	differing = [point for point, result in answers.items() if {result, earlier.get(point)} == told]
	if not differing:
		return SAME, "与办理时的检查表一致。", []
	return DIFFERENT, f"与办理时的检查表不一致：{'、'.join(differing)}。", differing


def answers_of(doctype: str, parent: str) -> dict[str, str]:
	rows = frappe.get_all(doctype, {"parent": parent, "result": ("is", "set")}, ["point", "result"], order_by="idx asc")
	return {row.point: row.result for row in rows}


def summary(results: list) -> str:
	"""One line over all papers of a round, training cases and drawn cases apart."""
	lines = []
	for training, title, kinds in ((1, "训练用案", (FOUND, PARTLY, MISSED, OPEN)), (0, "抽取办件", (SAME, DIFFERENT, OPEN))):
		rows = [row for row in results if int(row.is_training or 0) == training]
		counted = "，".join(f"{kind} {sum(row.outcome == kind for row in rows)}" for kind in kinds)
		lines.append(f"{title} {len(rows)} 份：{counted}")
	return "；".join(lines) + "。"
