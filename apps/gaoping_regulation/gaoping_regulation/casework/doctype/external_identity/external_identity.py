from frappe.model.document import Document

from gaoping_regulation.engine.errors import StateLocked, refuse


class ExternalIdentity(Document):
	def validate(self):
		"""Whose account an outside identity opens is settled by a verified log-in alone, not even by Administrator."""
		if not self.flags.by_engine:
			refuse("外部身份由登录核验后自动登记，不能新增或修改。需要解除时请删除。", StateLocked, "不可修改")

	def before_rename(self, *args):
		refuse("外部身份不能改名或合并。", StateLocked, "不可修改")
