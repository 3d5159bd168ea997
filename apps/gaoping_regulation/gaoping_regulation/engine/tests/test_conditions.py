"""Conditions that an administrator writes, as the server reads them."""

import pytest

from gaoping_regulation.engine.conditions import applies, holds


@pytest.mark.parametrize(
	("rule", "doc", "wanted"),
	[
		("agent_name", {"agent_name": "赵"}, True),
		("agent_name", {"agent_name": ""}, False),
		("eval:doc.category == '变更'", {"category": "变更"}, True),
		('eval:doc.category === "变更"', {"category": "注销"}, False),
		("eval:doc.category != '变更'", {}, True),
		("eval:doc.category == '变更' || doc.category == '注销'", {"category": "注销"}, True),
		("eval:doc.category == '变更' && doc.agent_name", {"category": "变更"}, False),
		("eval:!doc.agent_name", {"agent_name": "0"}, True),
		("eval:['变更','注销'].includes(doc.category)", {"category": "注销"}, True),
		("eval:doc.area > 10", {"area": "30"}, True),
		("eval:doc.may_win_again == 1", {"may_win_again": 1}, True),
		("eval:parent.category == '变更'", {}, True),
		# What cannot be read hides nothing and lifts no demand.
		("eval:doc.category.includes(", {}, True),
		("eval:frappe.user.has_role('x')", {}, True),
	],
)
def test_a_condition_holds_as_it_reads(rule, doc, wanted):
	assert holds(rule, doc, {"category": "变更"} if "parent" in rule else None) is wanted


@pytest.mark.parametrize(
	("condition", "wanted"), [("", True), ("category=设立", False), ("category=变更|注销", True), ("missing=x", False)]
)
def test_only_if_names_a_field_and_its_values(condition, wanted):
	assert applies({"only_if": condition}, {"category": "变更"}) is wanted
