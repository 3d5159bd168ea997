"""Clocks that speak: amber at 80 % of a stage's limit to its officers, red after it to them and then to the head.

限时办结制 of every chart. Told once for each case, stage and colour, in the Desk's bell.
"""

from functools import partial

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import desk_clock
from gaoping_regulation.engine import batches, registry
from gaoping_regulation.engine.access import reads_all
from gaoping_regulation.risk_control import alerts, officers

HEADS = ("division_head", "lab_head")
# Working days after the limit at which the head of the bureau's line is told as well (依据待确认).
LEADER, LEADER_DAYS = "deputy_director", 3


def remind() -> None:
	"""Look at every open case with a limit; one that fails stops no other. Runs twice a day."""
	for doctype in registry.live_matters():
		fields = ["name", "case_no", "workflow_state", "stage", "due_on", "submitted_on", "config_version"]
		rows = frappe.get_all(doctype, fields, {"due_on": ("is", "set"), "closed_on": ("is", "not set")})
		begun = desk_clock.begun_on([row.name for row in rows])
		batches.each(rows, partial(remind_of, doctype, begun), lambda row: f"期限提醒失败 {row.case_no}")


def remind_of(doctype: str, begun: dict, row) -> None:
	version = registry.get_version(row.config_version)
	state = version.state(row.workflow_state)
	colour = desk_clock.of_case(row, begun.get(row.name))["level"]
	if state is None or colour not in (desk_clock.AMBER, desk_clock.RED):
		return
	title = (version.stages.get(row.stage) or {}).get("title") or row.stage
	late = desk_clock.working_days(getdate(row.due_on), getdate())
	people = {user.name for user in officers.having(version.officers_of(state["key"]))}
	if colour == desk_clock.RED:
		text = f"超时：{row.case_no}“{title}”应于 {row.due_on} 前办结，请立即办理并写明理由。"
		people |= {user for user in alerts.holders(*HEADS) if reads_all(doctype, user)}
		if late > LEADER_DAYS:
			people |= {user for user in alerts.holders(LEADER) if reads_all(doctype, user)}
	else:
		text = f"将到期：{row.case_no}“{title}”的期限已用去八成，应于 {row.due_on} 前办结。"
	for user in sorted(people):
		alerts.tell_of(user, doctype, row.name, text, once=True)
