"""A worker that does its jobs in its own process, with everything they need imported beforehand.

The framework's worker starts a child for each job, which imports hundreds of modules and reads all settings anew:
more than a second of a core for a document that prints in a fifth of one. Run as
`python -m gaoping_regulation.preload` in the place of `python -m frappe.utils.bench_helper`, with the same arguments.
"""

import os
import sys
import warnings

import frappe.core.doctype.file.file
import frappe.database.mariadb.database
import frappe.desk.form.load
import frappe.model.workflow
import frappe.monitor
import frappe.utils.background_jobs
import frappe.utils.error
import frappe.utils.file_manager
import frappe.utils.global_search
import frappe.utils.jinja
from frappe.utils import background_jobs, bench_helper
from rq import SimpleWorker

from gaoping_regulation import compat
from gaoping_regulation.casework import expiry, prize_results
from gaoping_regulation.engine import deadlines, documents, rendering, roots
from gaoping_regulation.risk_control import detectors
from gaoping_regulation.risk_control.detectors import runner

detectors.all()
LOADED = (frappe, compat, expiry, prize_results, deadlines, documents, roots, runner)

# What jobs leave behind in memory goes with the process.
JOBS = 2000


class Worker(SimpleWorker):
	"""Begins anew, as the same process, after so many jobs."""

	told_to_stop = False

	def request_stop(self, signum, frame) -> None:
		self.told_to_stop = True
		super().request_stop(signum, frame)

	def work(self, burst: bool = False, **more) -> bool:
		done = super().work(burst=burst, max_jobs=None if burst else JOBS, **more)
		if not burst and not self.told_to_stop:
			os.execv(sys.executable, sys.orig_argv)
		return done


if __name__ == "__main__":
	background_jobs.Worker = Worker
	warnings.simplefilter("ignore")
	rendering.environment()
	bench_helper.main()
