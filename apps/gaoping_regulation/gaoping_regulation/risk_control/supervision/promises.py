"""服务承诺: what each stage promises and how long it really took, by matter and stage."""

from gaoping_regulation.engine import registry
from gaoping_regulation.risk_control.supervision import visits
from gaoping_regulation.risk_control.supervision import scope as scopes
from gaoping_regulation.risk_control.supervision.scope import Scope


def rows(scope: Scope) -> list[dict]:
	"""{"matter_title", "stage_title", "promised", "left", "kept", "late", "average"} of each stage with a limit.

	`average` is in working days from the opening of the stage to leaving it, 数据不足 below the sample.
	"""
	stays = visits.Stays(scope)
	by_stage: dict[tuple[str, str], list] = {}
	for visit in stays.left():
		if visit.due_on and visit.by_officer:
			by_stage.setdefault((visit.case.matter, visit.stage), []).append(visit)
	found = []
	for doctype, code in scope.matters.items():
		for key, stage in registry.latest_version(code).stages.items():
			if stage.get("has_checklist"):
				title = scope.titles.get(doctype) or code
				found.append(row_of(title, stage, by_stage.get((code, key), []), stays))
	return found


def row_of(title: str, stage: dict, left: list, stays: visits.Stays) -> dict:
	late = sum(bool(visit.days_late) for visit in left)
	days = [taken(visit, stays) for visit in left]
	lacking = scopes.insufficient(len(days))
	return {
		"matter_title": title,
		"stage_title": stage["title"],
		"promised": promised(stage),
		"left": len(left),
		"kept": len(left) - late,
		"late": late,
		"average": lacking or f"{sum(days) / len(days):.1f}",
	}


def taken(visit, stays: visits.Stays) -> int:
	opened = [row for row in stays.checklists.get((visit.case.name, visit.stage), []) if row.opened_on <= visit.left_on]
	return stays.working_days.between(opened[-1].opened_on.date(), visit.left_on.date()) if opened else 0


def promised(stage: dict) -> str:
	days = int(stage.get("limit_days") or 0)
	return f"{days} {'个自然日' if stage.get('limit_unit') == '自然日' else '个工作日'}" if days else "当日"
