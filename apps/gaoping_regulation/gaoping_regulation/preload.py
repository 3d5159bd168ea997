"""Everything a job needs, imported before the worker forks for it.

The framework's worker starts a child for each job, which imports hundreds of modules anew: about a second of a
core for a document that prints in a third of one. Run as `python -m gaoping_regulation.preload` in the place of
`python -m frappe.utils.bench_helper`, with the same arguments.
"""

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
from frappe.utils import bench_helper

from gaoping_regulation import compat
from gaoping_regulation.casework import expiry, prize_results
from gaoping_regulation.engine import deadlines, documents, rendering, roots
from gaoping_regulation.risk_control import detectors
from gaoping_regulation.risk_control.detectors import runner

detectors.all()
LOADED = (frappe, compat, expiry, prize_results, deadlines, documents, roots, runner)

if __name__ == "__main__":
	warnings.simplefilter("ignore")
	rendering.environment()
	bench_helper.main()
