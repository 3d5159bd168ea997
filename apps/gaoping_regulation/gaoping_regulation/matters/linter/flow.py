"""States, stages and actions: every state is reached, can be left, has its stage and clock, and somebody to act."""

import frappe

from gaoping_regulation.engine import conditions
from gaoping_regulation.engine.registry import FINAL_STAGE
from gaoping_regulation.matters import fence
from gaoping_regulation.matters.fence import expressions
from gaoping_regulation.matters.linter import error, warning


def check(draft, new: dict):
	yield from duplicates(new)
	yield from ends(new)
	yield from stages(new)
	yield from who_acts(draft, new)


def duplicates(new: dict):
	for table, word in (("stages", "环节"), ("states", "状态"), ("documents", "文书")):
		keys = [row["key"] for row in new[table]]
		for key in sorted({key for key in keys if keys.count(key) > 1}):
			yield error(word, f"标识“{key}”重复，请改为各不相同。")
	names = [row["state"] for row in new["states"]]
	for name in sorted({name for name in names if names.count(name) > 1}):
		yield error("状态", f"有两个状态都叫“{name}”，办件无法区分。请改名。")
	taken = [(row["from_state"], row["action"], row["to_state"]) for row in new["actions"]]
	for source, action, _ in sorted({row for row in taken if taken.count(row) > 1}):
		yield error("动作", f"从“{source}”出发的“{action}”重复，请删去一行。")


def ends(new: dict):
	"""Unreachable states, dead ends, and states from which no case can ever be closed."""
	names = {row["key"]: row["state"] for row in new["states"]}
	for row in new["actions"]:
		for key in (row["from_state"], row["to_state"]):
			if key not in names:
				yield error("动作", f"“{row['action']}”的状态标识“{key}”不在状态表中，请核对。")
	if not names:
		yield error("状态", "还没有状态，请至少填写申请、办理和终结的状态。")
		return
	final = {row["key"] for row in new["states"] if row.get("is_final")}
	if not final:
		yield error("状态", "没有终态，办件永远不能办结。请给办结等状态勾选“终态”。")
	forward = [(row["from_state"], row["to_state"]) for row in new["actions"]]
	backward = [(target, source) for source, target in forward]
	first = new["states"][0]["key"]
	reached, closing = closure({first}, forward), closure(final, backward)
	leaving = {source for source, _ in forward}
	for key, name in names.items():
		if key not in reached:
			yield error("状态", f"“{name}”没有动作能够到达。请增加到达它的动作，或删去这个状态。")
		elif key not in final and key not in leaving:
			yield error("状态", f"“{name}”没有离开的动作，办件会停在这里。请增加动作，或勾选“终态”。")
		elif final and key not in closing:
			yield error("状态", f"“{name}”走不到任何终态。请补上通向办结的动作。")
		if key in final and key in leaving:
			yield error("状态", f"“{name}”是终态，不能再有离开的动作。请删去动作或取消“终态”。")


def closure(start: set, edges: list[tuple]) -> set:
	found, rest = set(start), list(start)
	while rest:
		key = rest.pop()
		for source, target in edges:
			if source == key and target not in found:
				found.add(target)
				rest.append(target)
	return found


def stages(new: dict):
	"""Each state lies in a stage, and where officers work the clock runs."""
	known = {row["key"]: row for row in new["stages"]}
	worked = {row["from_state"] for row in new["actions"] if row["kind"] == "officer"}
	for row in new["states"]:
		stage, named = known.get(row.get("stage")), row.get("stage") or ""
		if stage is None and named != FINAL_STAGE:
			yield error("状态", f"“{row['state']}”的环节标识“{named}”不在环节表中。终态请填 {FINAL_STAGE}，其他请先加环节。")
		elif stage is None and not row.get("is_final"):
			yield error("状态", f"“{row['state']}”不是终态，却没有环节（{FINAL_STAGE} 只用于终态），不计时也没有检查表。请填所属的环节。")
		elif stage and row["key"] in worked and not stage.get("has_checklist"):
			yield warning("状态", f"“{row['state']}”由工作人员办理，但环节“{stage['title']}”不计时、没有风险检查表。")
	for row in known.values():
		if (row.get("limit_days") or 0) < 0:
			yield error("环节", f"“{row['title']}”的时限不能为负数，请改正。")
		if row.get("has_checklist") and not row.get("limit_days"):
			yield warning("环节", f"“{row['title']}”的时限为0，须当日办结。确是当场办理的请确认。")


def who_acts(draft, new: dict):
	"""Actions and states have roles of this app, the roles have users, the conditions can be read."""
	roles, used = fence.role_keys(), {}
	fields = field_names(draft)
	for row in draft.actions:
		place = f"动作第{row.idx}行“{row.action}”"
		names = conditions.names(row.roles)
		if not names and row.kind != "system":
			yield error(place, "没有办理角色，谁也不能办理。请填写“办理角色”。")
		for name in names:
			used.setdefault(name, place)
			if name not in roles:
				yield error(place, f"“{name}”不是本系统的角色，请核对角色名称（多个用逗号分隔）。")
			elif row.kind != "system" and roles[name] in (fence.ADMIN, fence.INSPECTOR):
				yield error(place, f"“{name}”不办理办件，请选择办理角色。")
			elif row.kind == "officer" and roles[name] == fence.APPLICANT:
				yield error(place, "这是工作人员的办理动作，不能交给申请人。请选择办理角色。")
		if problem := expressions.condition_problem(row.condition, fields):
			yield error(place, problem)
	for row in draft.states:
		if roles.get(row.editor_role) in (None, fence.ADMIN):
			yield error(f"状态第{row.idx}行“{row.state}”", "请选择“审改角色”：本系统的办理角色，不能是业务管理员。")
	for name, place in used.items():
		if name in roles and not has_users(name):
			yield warning(place, f"“{name}”还没有任何在用账号，办件到此无人办理。请先在人员中授权。")


def field_names(draft) -> set[str]:
	if draft.is_new_matter:
		from gaoping_regulation.matters.designer import build

		return {row["fieldname"] for row in build.docfields(draft) if not row.get("permlevel")}
	return {df.fieldname for df in frappe.get_meta(draft.new_doctype).fields if not df.permlevel}


def has_users(role: str) -> bool:
	users = frappe.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent")
	return bool(frappe.db.exists("User", {"name": ("in", users or [""]), "enabled": 1}))
