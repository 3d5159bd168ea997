"""Six functions of the framework wrapped at run time: two lack in this build what released 15.x has, two step
aside for our matters, one is too talkative about hidden fields, one gives any file to anybody.

No file of the framework is touched. Applied once per process, by the WSGI module and before each job.
"""

import inspect
from functools import wraps

import frappe
from frappe import permissions
from frappe.model import document
from frappe.model.db_query import DatabaseQuery
from frappe.workflow.doctype.workflow_action import workflow_action

_applied = False


def apply() -> None:
	"""Wrap what is missing; harmless when called again."""
	global _applied
	if _applied:
		return
	from frappe.core.doctype.file.file import File

	from gaoping_regulation.engine import hidden, overrides

	if '"*"' not in inspect.getsource(permissions.has_controller_permissions):
		permissions.has_controller_permissions = with_star_permission(permissions.has_controller_permissions)
	if '"*"' not in inspect.getsource(DatabaseQuery.get_permission_query_conditions):
		DatabaseQuery.get_permission_query_conditions = with_star_condition(
			DatabaseQuery.get_permission_query_conditions
		)
	# The framework maps an old address straight to it, past `override_whitelisted_methods`.
	File.zip_files = staticmethod(overrides.refuse_zip)
	DatabaseQuery.execute = hidden.wrap_query(DatabaseQuery.execute)
	workflow_action.process_workflow_actions = without_matters(workflow_action.process_workflow_actions)
	document.validate_workflow = except_matters(document.validate_workflow)
	_applied = True


def with_star_permission(original):
	"""`has_permission` hooks on "*", asked before the DocType's own."""

	@wraps(original)
	def has_controller_permissions(doc, ptype, user=None, **kwargs):
		user = user or frappe.session.user
		for method in frappe.get_hooks("has_permission").get("*", []):
			answer = frappe.call(frappe.get_attr(method), doc=doc, ptype=ptype, user=user)
			if answer is not None:
				return answer
		return original(doc, ptype, user, **kwargs)

	return has_controller_permissions


def with_star_condition(original):
	"""`permission_query_conditions` hooks on "*", joined to the DocType's own."""

	@wraps(original)
	def get_permission_query_conditions(self):
		conditions = [original(self)]
		for method in frappe.get_hooks("permission_query_conditions", {}).get("*", []):
			conditions.append(frappe.call(frappe.get_attr(method), self.user, doctype=self.doctype))
		return " and ".join(condition for condition in conditions if condition)

	return get_permission_query_conditions


def without_matters(original):
	"""Core's Workflow Action rows serve its own inbox; for our matters they cost half of a transition."""

	@wraps(original)
	def process_workflow_actions(doc, state):
		from gaoping_regulation.engine.registry import is_matter

		if not is_matter(doc.get("doctype")):
			original(doc, state)

	return process_workflow_actions


def except_matters(original):
	"""Core checks a save against the live Workflow; a case runs on its own version, which the guard reads."""

	@wraps(original)
	def validate_workflow(doc):
		from gaoping_regulation.engine.registry import is_matter

		if not is_matter(doc.get("doctype")):
			original(doc)

	return validate_workflow
