"""Which closed cases a round looks at again, and who may: by the published method of the spot checks."""

from itertools import islice

import frappe

from gaoping_regulation.engine import checklist, registry
from gaoping_regulation.engine.actors import chart_stage
from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.risk_control import draw, officers
from gaoping_regulation.risk_control.doctype.spot_check.spot_check import barred_from


def stage_of(version: registry.Version, title: str) -> str:
	"""The key of a stage with risk points by its title; raises FormErrors that name the possible ones."""
	titles = {row["title"]: key for key, row in version.stages.items() if points_of(version, key)}
	found = next((key for name, key in titles.items() if short(name) == short(title)), None)
	if found is None:
		raise_form_errors([form_error("stage_title", f"本事项没有环节“{title or ''}”，可填：{'、'.join(titles)}。")])
	return found


def short(title: str | None) -> str:
	"""审查环节 and 审查 are the same to people."""
	return (title or "").strip().removesuffix("环节")


def points_of(version: registry.Version, stage: str) -> list[dict]:
	"""The risk points that the chart in force asks about in a stage."""
	if not version.stages[stage].get("has_checklist"):
		return []
	key = chart_stage(version, stage)
	return [row for row in version.chart.get("points", []) if row["stage"] == key and not row.get("is_template_residue")]


def reviewers_of(version: registry.Version) -> list[str]:
	"""The officers who act in the matter."""
	roles = {role for state in version.states for role in version.officers_of(state)}
	return [row.name for row in officers.having(roles)]


def closed_cases(version: registry.Version, stage: str, first, last) -> dict[str, str]:
	"""{number: case} of the closed cases of these days whose checklist of the stage was signed."""
	days = {"decision": ("is", "set"), "closed_on": ("between", [first, f"{last} 23:59:59"])}
	cases = frappe.get_all(version.doctype, days, ["name", "case_no"])
	signed = {"case_doctype": version.doctype, "stage": stage, "status": checklist.SIGNED, "case_name": ("in", [row.name for row in cases] or [""])}
	checked = set(frappe.get_all("Stage Checklist", signed, pluck="case_name"))
	return {row.case_no: row.name for row in cases if row.name in checked}


def take(version: registry.Version, found: dict[str, str], reviewers: list[str], seed: str, count: int) -> tuple[str, list[str]]:
	"""The number whose values the training case borrows, which none of the reviewers knows, and `count` numbers to look at again.

	Raises FormErrors where the days hold too few.
	"""
	order = draw.order(seed, "盲审", list(found))

	def free(number: str) -> set[str]:
		return set(reviewers) - barred_from(version.doctype, found[number], reviewers)

	base = next((number for number in order if free(number) == set(reviewers)), None)
	if base is None:
		raise_form_errors([form_error("reviewers", "没有各位盲审人员都未经手的办结办件可作训练用案，请改变日期或者人员。")])
	others = list(islice((number for number in order if number != base and free(number)), count))
	if not others:
		raise_form_errors([form_error("from_date", "这段时间内没有可供盲审的办结办件，请改变日期或者人员。")])
	return base, others
