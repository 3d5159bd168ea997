"""The risk chart: a stage with a checklist has points, each point its stage, question and level."""

from gaoping_regulation.matters.linter import error, warning


def check(draft, new: dict):
	chart = new["chart"]
	shown = {row["stage"] for row in chart["stages"]}
	asked = {row["stage"] for row in chart["points"]}
	guarded = {row["stage"] for row in chart["measures"]}
	for row in new["stages"]:
		key = row.get("chart_stage") or row["key"]
		if row.get("has_checklist") and key not in asked:
			yield error("环节", f"“{row['title']}”有风险检查表，但风险防控图中没有它的风险点。请补上风险点，或取消检查表。")
		if row.get("has_checklist") and key not in guarded:
			yield warning("风险防控图", f"“{row['title']}”没有防控措施。")
	codes = [row["code"] for row in chart["points"]]
	for code in sorted({code for code in codes if codes.count(code) > 1}):
		yield error("风险点", f"编号“{code}”重复，请改为各不相同。")
	for number, row in enumerate(chart["points"], 1):
		if row["stage"] not in shown:
			yield error(f"风险点第{number}行", f"环节标识“{row['stage']}”不在防控图的环节中，请核对。")
		if not row.get("question"):
			yield warning(f"风险点第{number}行", f"{row['code']} 没有检查问题，检查表上将只显示风险点原文。")
	for number, row in enumerate(chart["measures"], 1):
		if row["stage"] not in shown:
			yield error(f"防控措施第{number}行", f"环节标识“{row['stage']}”不在防控图的环节中，请核对。")
