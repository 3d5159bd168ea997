"""The framework's File, which removes itself from the disk before any hook may refuse."""

from frappe.core.doctype.file.file import File

from gaoping_regulation.engine import protection


class CaseFile(File):
	def on_trash(self):
		protection.check_file_deletion(self)
		super().on_trash()
