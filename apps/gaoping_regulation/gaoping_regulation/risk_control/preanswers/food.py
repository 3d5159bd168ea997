"""食品小经营店备案 and 食品小摊点备案."""

from frappe.utils import getdate

from gaoping_regulation.engine.preanswers import FINE, PROBLEM, rule


@rule("XT-SC-3", "XD-SC-3")
def no_doubt_left(doc):
	"""把关不严: no health certificate that is out of date, no copy unsigned."""
	late = [row.worker_name for row in doc.get("workers") or [] if getdate(row.valid_until) < getdate()]
	if late:
		return PROBLEM, f"健康证明已过期：{'、'.join(late)}"
	return FINE, "健康证明均在有效期内，未发现系统疑点"
