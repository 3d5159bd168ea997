"""The one gate: every save of a case, whoever asks and by whatever way, is decided here.

Stock Workflow is no gate on the server (only `apply_workflow` reads roles), and `allow_edit` is looks alone.
Hooked on `"*"`; for a DocType that is no matter's it costs one cached look-up.
"""

import frappe

from gaoping_regulation.casework import application
from gaoping_regulation.engine import actors, afterwards, changes, checklist, conditions, lifecycle, materials, registry
from gaoping_regulation.engine.errors import (
	StateLocked,
	SystemField,
	TransitionRefused,
	raise_form_errors,
	refuse,
)

# Filled in by the engine alone; a request that sends another value is refused, not silently mended.
SYSTEM_FIELDS = (
	"owner",
	"matter",
	"config_version",
	"case_no",
	"stage",
	"decision",
	"decision_reason",
	"applicant_user",
	"entered_by",
	"principal",
	"submitted_on",
	"accepted_on",
	"decided_on",
	"delivered_on",
	"closed_on",
	"due_on",
)
# What a transition itself may carry along.
NOT_CONTENT = frozenset((*SYSTEM_FIELDS, "workflow_state"))


def validate(doc, method: str | None = None) -> None:
	"""Decide over a save of a case; raises one of the engine's refusals, each with what to do next."""
	version = registry.version_of(doc)
	if version is not None:
		with afterwards.attempt(doc, "修改"):
			decide(doc, version)


def decide(doc, version: registry.Version) -> None:
	if int(doc.docstatus or 0) != 0:
		refuse("办件不使用“提交/作废”，请用页面上的办理动作。", TransitionRefused)
	# Read by the framework under the row's lock, which lasts until commit: what is decided on it here stays true.
	before = doc.get_doc_before_save()
	if before is None:
		begin(doc, version)
		return
	refuse_system_fields(doc, before)
	version = registry.get_version(before.config_version)
	materials.refuse_tampering(doc, before, version)
	if doc.workflow_state == before.workflow_state:
		check_edit(doc, before, version)
		return
	action = find_action(doc, before, version)
	actors.check_role(doc, version, action)
	carried = frozenset(conditions.names(action.get("asks")))
	if changes.changed_fields(doc, before, NOT_CONTENT | carried):
		check_edit(doc, before, version, carried)
	checklist.require_signed(doc, before, version, action)
	lifecycle.enter(doc, before, version, action)


def begin(doc, version: registry.Version) -> None:
	"""Stamp a new case: its matter, version, first state and who stands behind it."""
	given = doc.flags.behind or {}
	for field in SYSTEM_FIELDS:
		if field not in ("owner", "entered_by") and doc.get(field) and not is_our_stamp(doc, field, version):
			refuse(f"“{label(doc, field)}”由系统填写，不能自行指定。请删去后再保存。", SystemField)
	if doc.workflow_state and doc.workflow_state != version.initial["state"]:
		refuse(f"新办件只能从“{version.initial['state']}”开始。", TransitionRefused)
	doc.owner = frappe.session.user
	doc.matter, doc.config_version = version.code, version.name
	doc.workflow_state, doc.stage = version.initial["state"], version.initial["stage"]
	doc.entered_by = frappe.session.user
	doc.applicant_user = given.get("applicant_user")
	doc.principal = given.get("principal")
	materials.fill_rows(doc, version)
	check_content(doc)


def is_our_stamp(doc, field: str, version: registry.Version) -> bool:
	"""Desk sends the defaults of a new form back; they are what we would fill in ourselves."""
	return (field, doc.get(field)) in (("matter", version.code), ("config_version", version.name))


def refuse_system_fields(doc, before) -> None:
	for field in SYSTEM_FIELDS:
		if changes.differs(doc.get(field), before.get(field)):
			refuse(f"“{label(doc, field)}”由系统填写，不能修改。请刷新页面后重试。", SystemField)


def label(doc, field: str) -> str:
	return {"owner": "创建人"}.get(field) or doc.meta.get_label(field)


def check_edit(doc, before, version: registry.Version, carried: frozenset[str] = frozenset()) -> None:
	"""What is declared is written by its own person where the state is open, what is judged by the state's officer.

	Nobody writes once the case is decided. `carried` are the fields that an action itself brings along.
	"""
	if doc.flags.by_engine:
		return
	changed = {df.fieldname for df in changes.changed_fields(doc, before, NOT_CONTENT | carried)}
	if before.decided_on and changed:
		refuse("办件已作出决定，申请内容不能再改。", StateLocked)
	judged = changed & (actors.officer_fields(before, version) | (set() if doc.flags.uploading else {"materials"}))
	declared = changed - judged
	may_declare = actors.may_upload if doc.flags.uploading else actors.may_edit
	if (judged and not actors.may_judge(before, version)) or (declared and not may_declare(before, version)):
		refuse_edit(before)
	if not changed and not may_declare(before, version) and not actors.may_judge(before, version):
		refuse_edit(before)
	if declared and not doc.flags.uploading:
		check_content(doc)


def refuse_edit(before) -> None:
	refuse(
		f"办件在“{before.workflow_state}”状态，您不能修改其内容。需要改动时，请由有权人员退回或要求补正。", StateLocked
	)


def check_content(doc) -> None:
	"""Whoever writes the form's content is told all its mistakes; an officer's action is not held up by them here."""
	application.normalise(doc)
	raise_form_errors(application.content_problems(doc))


def find_action(doc, before, version: registry.Version) -> dict:
	"""The action that the new state means; ambiguous ones (准予/不予) must be named by the caller."""
	source = version.state(before.workflow_state)
	target = version.state(doc.workflow_state)
	if source is None or target is None:
		refuse(f"没有“{doc.workflow_state}”这个状态，请用页面上的办理动作。", TransitionRefused)
	named = (doc.flags.case_action or {}).get("action")
	possible = version.actions_between(source["key"], target["key"])
	if named:
		possible = [row for row in possible if row["action"] == named]
	if not possible:
		refuse(
			f"办件现为“{source['state']}”，不能直接转为“{target['state']}”。请刷新页面，用页面上列出的动作办理。",
			TransitionRefused,
		)
	if len(possible) > 1:
		names = "、".join(row["action"] for row in possible)
		refuse(f"请指明办理动作（{names}），不能只改状态。", TransitionRefused)
	return possible[0]


def on_update(doc, method: str | None = None) -> None:
	"""After the case is written: what the transition brings with it, in the same transaction."""
	if registry.is_matter(doc.doctype):
		lifecycle.after_save(doc)


def on_trash(doc, method: str | None = None) -> None:
	"""A case that has a number is never deleted; a draft goes by its own hand only."""
	if not registry.is_matter(doc.doctype):
		return
	if doc.case_no:
		refuse("办件已有编号，不得删除。需要终止时请用“撤回”。", StateLocked)
	if not actors.is_own_case(doc, frappe.session.user) and frappe.session.user != "Administrator":
		refuse("只有录入人可以删除草稿。", StateLocked)
