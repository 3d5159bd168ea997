"""Who acts for whom on which day, for a case and for handling it."""

import frappe
from frappe.tests.utils import FrappeTestCase
from frappe.utils import add_days, now_datetime, today

from gaoping_regulation import sample_cases as make
from gaoping_regulation.engine import standing
from gaoping_regulation.engine.errors import SelfHandling

PRINCIPAL = "applicant@gaoping.local"


def mandate(agent: str, first: int = 0, last: int = 0, matter: str = "XT", **more):
	doc = frappe.new_doc("Mandate")
	days = {"valid_from": add_days(today(), first), "valid_until": add_days(today(), last)}
	doc.update({"principal": PRINCIPAL, "agent": agent, "matters": [{"matter": matter}], **days, **more})
	doc.flags.by_engine = True
	return doc.insert(ignore_permissions=True)


class TestStanding(FrappeTestCase):
	def test_a_mandate_counts_from_its_first_to_its_last_day_in_its_matters(self):
		agent = "applicant2@gaoping.local"
		for values in ({"first": 1, "last": 9}, {"first": -9, "last": -1}, {"matter": "DY"}, {"revoked_on": now_datetime()}):
			mandate(agent, **values)
		self.assertEqual(standing.represented(agent, "XT"), set())
		self.assertEqual(standing.represented(agent), {PRINCIPAL})
		mandate(agent)
		self.assertEqual(standing.persons(agent, "XT"), [agent, PRINCIPAL])

	def test_who_filed_for_another_has_the_case_while_he_may_act_for_him(self):
		agent = "applicant2@gaoping.local"
		case = frappe._dict(applicant_user=agent, entered_by=agent, principal=PRINCIPAL, matter="XT")
		self.assertFalse(standing.is_behind(case, agent))
		self.assertTrue(standing.is_behind(case, PRINCIPAL))
		given = mandate(agent)
		self.assertTrue(standing.is_behind(case, agent))
		given.revoked_on, given.flags.by_engine = now_datetime(), True
		given.save(ignore_permissions=True)
		self.assertFalse(standing.is_behind(case, agent))

	def test_an_officer_does_not_handle_a_case_of_his_principal(self):
		doc = make.submitted()
		mandate("reviewer@gaoping.local")
		with self.assertRaisesRegex(SelfHandling, "回避"):
			make.sign(doc, "reviewer")
