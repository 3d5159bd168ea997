"""The live records of a matter: what only shows is changed there at once, what binds goes through a draft (issue 6)."""

from gaoping_regulation.engine import changes, registry
from gaoping_regulation.matters import fence

HEAD = ("code", "ref_doctype", "workflow", "register_doctype")
BINDING = (*registry.TABLES, "requirements", "separate_duties", "collective_review", "extension_days")
DRAFT = "请在“配置草案”中修改：从事项页面点“起草修改”，改好后提交，经另一人批准发布，只适用于此后的新申请。"


class Matter:
	"""Administrative Matter: phones, notice, guide, status and title at once."""

	@staticmethod
	def check(doc) -> None:
		before = doc.get_doc_before_save()
		if before is None:
			fence.stop("新的行政事项请用“事项设计器”建立，经批准后发布。")
		for name in HEAD:
			if not fence.same(doc.get(name), before.get(name)):
				fence.stop(f"“{doc.meta.get_label(name)}”在事项建立后不能改。请恢复原值。")
		for df in changes.changed_fields(doc, before):
			if df.fieldname in BINDING:
				fence.stop(f"“{df.label}”关系到在办件和申请人，不能直接改。{DRAFT}")

	@staticmethod
	def check_deletion(doc) -> None:
		fence.stop("行政事项不能删除，办件和档案要用到它。不再办理时请把状态改为“已取消”，并取消公开。")


class Bound:
	"""Workflow and Risk Control Chart: as a whole what binds."""

	@staticmethod
	def check(doc) -> None:
		fence.stop(f"{NAMES[doc.doctype]}不能直接改。{DRAFT}")

	@staticmethod
	def check_deletion(doc) -> None:
		fence.stop(f"{NAMES[doc.doctype]}不能删除。要停止受理，请把事项状态改为“暂停”。")


NAMES = {"Workflow": "工作流", "Risk Control Chart": "廉政风险防控图"}
