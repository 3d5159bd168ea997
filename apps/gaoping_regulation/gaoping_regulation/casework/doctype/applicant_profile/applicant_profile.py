from frappe.model.document import Document

from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.engine.masking import mask_id


class ApplicantProfile(Document):
	def validate(self):
		"""Written on the portal by its own user alone: who its members are decides who sees the company's cases."""
		if not self.flags.by_engine:
			refuse("申请人资料由本人在网上办事“我的账号”中填写，不能代为新增或修改。", StateLocked, "不可修改")
		self.id_no_masked = mask_id(self.id_no)

	def on_trash(self):
		if not self.flags.by_engine:
			refuse("申请人资料由本人管理，不能代为删除。", StateLocked, "不可删除")

	def before_rename(self, *args):
		refuse("申请人资料不能改名或合并。", StateLocked, "不可修改")
