"""The framework's File, which removes itself from the disk before any hook may refuse."""

from frappe.core.doctype.file.file import File

from gaoping_regulation.engine import afterwards, protection


class CaseFile(File):
	def on_trash(self):
		protection.check_file_deletion(self)
		super().on_trash()

	def is_downloadable(self):
		"""Core asks before it hands out a private file: a staff member's look at a case's file stays in the trail."""
		allowed = super().is_downloadable()
		if allowed and protection.belongs_to_case(self):
			afterwards.look(self)
		return allowed
