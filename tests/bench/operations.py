"""Saves and transitions in process, ours and stock's by turns, each timed from the call to the end of its commit.

Every operation begins as a request does: a new connection and nothing in the process's own caches. It ends with
the commit, realtime messages included. What rendering a document costs is not in it: a worker does that.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from unittest.mock import patch

import frappe
from frappe.model import workflow
from gaoping_regulation import compat
from gaoping_regulation import sample_cases as make
from gaoping_regulation.casework import api
from gaoping_regulation.engine import rendering

from tests.bench import stock

CASES = 24
RENDERINGS = 5
RARE_NAME = "𠮷春梅"


@dataclass
class Side:
	"""What was measured of one side: milliseconds of each run, and the SQL statements of one run."""

	times: list[float] = field(default_factory=list)
	statements: int = 0

	def median(self) -> float:
		return statistics.median(self.times)


def begin(site: str, user: str = "Administrator") -> None:
	"""Start as a request does, connected to the site."""
	end()
	frappe.init(site=site, sites_path=".", force=True)
	frappe.connect()
	frappe.db.connect()
	frappe.set_user(user if user == "Administrator" else f"{user}@gaoping.local")


def end() -> None:
	"""Let go of the site's database, so that it can be dropped."""
	if getattr(frappe.local, "db", None):
		frappe.db.close()
	frappe.destroy()


def timed(site: str, user: str, operation: Callable[[], object]) -> float:
	"""Milliseconds of an operation with its commit."""
	begin(site, user)
	gc.collect()
	started = time.perf_counter()
	operation()
	frappe.db.commit()
	return (time.perf_counter() - started) * 1000


def statements(site: str, user: str, operation: Callable[[], object]) -> int:
	"""The number of SQL statements of an operation with its commit."""
	begin(site, user)
	with patch.object(frappe.local.db, "sql", wraps=frappe.local.db.sql) as sql:
		operation()
		frappe.db.commit()
	return sql.call_count


def compare(site: str, user: str, cases: list, ours: Callable, theirs: Callable) -> dict:
	"""Run an operation on each pair of cases, the two sides taking turns in going first.

	The first pair warms up, the second counts the statements.
	"""
	sides = {ours: Side(), theirs: Side()}
	for number, pair in enumerate(cases):
		turn = list(zip(sides, pair, strict=True))
		for operation, case in turn if number % 2 else reversed(turn):
			run_once = partial(operation, case)
			if number == 1:
				sides[operation].statements = statements(site, user, run_once)
				continue
			milliseconds = timed(site, user, run_once)
			if number:
				sides[operation].times.append(milliseconds)
	mine, stocks = sides[ours], sides[theirs]
	return {
		"ours_ms": round(mine.median(), 1),
		"stock_ms": round(stocks.median(), 1),
		"ratio": round(mine.median() / stocks.median(), 2),
		"sql_ours": mine.statements,
		"sql_stock": stocks.statements,
		"fastest_ours_ms": round(min(mine.times), 1),
		"fastest_stock_ms": round(min(stocks.times), 1),
		"runs": len(mine.times),
	}


def save(case) -> None:
	"""Read a document and save it with one field changed."""
	doc = frappe.get_doc(case.doctype, case.name)
	doc.trade_name = f"摊点{time.monotonic_ns()}"
	doc.save()


def transition(apply: Callable, action: str) -> Callable:
	"""A workflow action as the Desk sends it: with the whole document."""
	return lambda case: apply(case.as_json(), action)


def reread(cases: list) -> list:
	return [tuple(frappe.get_doc(doc.doctype, doc.name) for doc in pair) for pair in cases]


def signing(site: str, officer: str, cases: list) -> float:
	"""Sign the open checklist of each case; the median in milliseconds, which no transition's figure holds."""
	return statistics.median(timed(site, officer, partial(make.sign, case, officer)) for case, _ in cases)


def run(site: str) -> dict:
	"""Everything that is measured in process, on a site of the run's own."""
	begin(site)
	compat.apply()
	# Jobs would go to the worker of the site that is served.
	with patch.object(frappe, "enqueue"):
		stock.make()
		cases = []
		for _ in range(CASES):
			begin(site)
			case = make.submitted()
			cases.append((case, stock.like(case)))
			frappe.db.commit()
		saves = compare(site, "reviewer", cases, save, lambda case: save(case))
		signed = signing(site, "reviewer", cases)
		complete = transition(api.apply_workflow, "资料齐全"), transition(workflow.apply_workflow, "资料齐全")
		gated = compare(site, "reviewer", reread(cases), *complete)
		cases = reread(cases)
		signing(site, "approver", cases)
		approve = transition(api.apply_workflow, "准予备案"), transition(workflow.apply_workflow, "准予备案")
		deciding = compare(site, "approver", reread(cases), *approve)
		begin(site)
		return {
			"gated_transition": {**gated, "signing_ours_ms": round(signed, 1)},
			"deciding_transition": deciding,
			"save": saves,
			"pdf": pdfs(),
		}


def pdfs() -> dict:
	"""Milliseconds to render the card, an A4 form, and a card with a character that only Chromium prints."""
	issued = frappe.get_last_doc("Issued Document", {"kind": "card"})
	values = {"doc": frappe.parse_json(issued.frozen), "photo": make.picture()}
	rare = {**values, "doc": {**values["doc"], "applicant_name": RARE_NAME}}
	return {
		"ms": rendered(issued.print_format, values, "卡片 85.6×54"),
		"a4_ms": rendered("食品小摊点备案表", values, "A4"),
		"rare_character_ms": rendered(issued.print_format, rare, "卡片 85.6×54", 3),
		"runs": RENDERINGS,
	}


def rendered(print_format: str, values: dict, page: str, runs: int = RENDERINGS) -> float:
	"""The median of so many renderings after a first one."""
	template = frappe.db.get_value("Print Format", print_format, "html")
	times = []
	for _ in range(runs + 1):
		started = time.perf_counter()
		rendering.pdf(template, values, page)
		times.append((time.perf_counter() - started) * 1000)
	return round(statistics.median(times[1:]), 1)
