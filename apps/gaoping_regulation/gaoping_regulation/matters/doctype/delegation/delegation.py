from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.matters import delegating


class Delegation(Document):
	def validate(self):
		if self.flags.by_engine:
			return
		if not self.is_new():
			refuse("代班授权已经记录，不能修改。要提前结束请点“收回”，要改期请收回后另建。", StateLocked)
		self.status, self.roles = delegating.PLANNED, None
		delegating.check(self)

	def after_insert(self):
		if getdate(self.from_date) <= getdate():
			delegating.begin(self)

	def on_trash(self):
		refuse("代班授权是留痕的依据，不能删除。", StateLocked)
