"""Uploads of the applicants: the type read from the content, a random name, private, attached to the case at once.

Core's `upload_file` is not for them: it trusts the name, allows public files and adopts unattached ones by URL.
"""

import io
import secrets
from contextlib import contextmanager
from pathlib import Path

import filetype
import frappe
from frappe.utils import now_datetime
from PIL import Image, ImageFile, UnidentifiedImageError

from gaoping_regulation.engine import events, registry
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.actors import is_own_case, may_upload
from gaoping_regulation.engine.masking import sha256

LIMIT = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
# A JPEG is read to its end at an eighth of its size: enough to tell that it is whole.
THUMBNAIL = (64, 64)
PHOTO, PHOTO_LIMIT = "photo", 2 * 1024 * 1024
KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
NAMES = {"application/pdf": ("pdf",), "image/jpeg": ("jpg", "jpeg"), "image/png": ("png",)}
UPLOAD_STATES = ("sealed_upload",)


def attach(doc, material: str, file_name: str, content: bytes, signed: bool):
	"""Attach a file to a material of a case; replaces what was there. Returns the material's row.

	Args:
		doc: the application, read for update
		material: the material's code, or the name of its row
		file_name: as the applicant's computer calls it; only its ending is used
		content: the file
		signed: the applicant states that the copy carries his signature
	"""
	row, wanted = material_row(doc, material)
	kind = check(wanted, file_name, content)
	url, digest = store(doc, content, kind)
	row.update(
		{
			"attachment": url,
			"file_name": file_name[-140:],
			"signed": int(signed),
			"sha256": digest,
			"uploaded_on": now_datetime(),
			"uploaded_by": frappe.session.user,
			"verdict": "",
		}
	)
	save(doc)
	if doc.case_no:
		events.record(doc, "上传材料", 材料=row.title, 摘要=row.sha256)
	return row


def tick(doc, material: str, signed: bool):
	"""Renew the statement that a copy is signed, for a file that is there already. Returns the material's row."""
	row, wanted = material_row(doc, material)
	if not row.attachment:
		raise_form_errors([form_error(wanted["code"], "没有收到文件，请选择文件后再上传。", "materials")])
	row.signed = int(signed)
	save(doc)
	return row


def material_row(doc, material: str) -> tuple:
	"""The row of a material and what the matter asks of it; raises if there is none or the state is closed to it."""
	version = registry.version_of(doc)
	if not is_own_case(doc, frappe.session.user):
		refuse("材料只能由申请人或录入人上传，工作人员不能更换。", StateLocked)
	if not may_upload(doc, version):
		refuse(f"办件在“{doc.workflow_state}”状态，现在不能更换材料。", StateLocked)
	row = next((row for row in doc.materials if material in (row.material, row.name)), None)
	wanted = next((item for item in version.materials if row and item["code"] == row.material), None)
	if wanted is None:
		raise_form_errors([form_error("material", "没有这项材料，请从材料清单中选择。", "materials")])
	return row, wanted


def save(doc) -> None:
	doc.flags.uploading = True
	doc.flags.ignore_permissions = True
	doc.flags.ignore_mandatory = True
	doc.save()


def check(wanted: dict, file_name: str, content: bytes) -> str:
	"""The file's true type as an ending; raises FormErrors that say what to do."""
	problem, kind = None, filetype.guess(content)
	ending = file_name.rpartition(".")[2].lower()
	allowed = {KINDS[name] for name in (wanted.get("accept") or "pdf,jpg,png").split(",") if name in KINDS}
	title = wanted["title"]
	if not content:
		problem = f"“{title}”的文件是空的，请重新选择文件。"
	elif len(content) > LIMIT:
		problem = f"“{title}”超过 20 MB，请压缩或分辨率调低后再上传。"
	elif kind is None or kind.mime not in allowed:
		problem = f"“{title}”只能上传 {wanted.get('accept')} 文件，请转换后再上传。"
	elif ending not in NAMES[kind.mime]:
		problem = f"“{title}”的文件名以 .{ending[:10]} 结尾，内容却不是这种文件，请检查后重新上传。"
	elif kind.mime != KINDS["pdf"]:
		problem = check_image(wanted, content)
	if problem:
		raise_form_errors([form_error(wanted["code"], problem, "materials")])
	return NAMES[kind.mime][0]


def check_image(wanted: dict, content: bytes) -> str | None:
	"""A picture that can be opened; a photograph that is not too large."""
	if wanted["code"] == PHOTO and len(content) > PHOTO_LIMIT:
		return "照片超过 2 MB，请压缩后再上传。"
	too_large = f"“{wanted['title']}”的图片尺寸过大，请把分辨率调低后再上传。"
	try:
		with whole_images(), Image.open(io.BytesIO(content)) as image:
			if image.width * image.height > MOST_PIXELS:
				return too_large
			image.draft("RGB", THUMBNAIL)
			image.load()
	except Image.DecompressionBombError:
		return too_large
	except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
		return f"“{wanted['title']}”的图片已损坏，无法打开，请重新拍照或扫描。"
	return None


@contextmanager
def whole_images():
	"""A picture that breaks off is broken: the framework lets the library fill up the rest with grey."""
	before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
	try:
		yield
	finally:
		ImageFile.LOAD_TRUNCATED_IMAGES = before


def store(doc, content: bytes, kind: str) -> tuple[str, str]:
	"""Keep the content as a private file of the case under a random name.

	Returns its URL and the SHA-256 of what lies there: the framework drops a photograph's EXIF data, which
	may tell where somebody lives.
	"""
	file = frappe.get_doc(
		doctype="File",
		file_name=f"{secrets.token_hex(16)}.{kind}",
		attached_to_doctype=doc.doctype,
		attached_to_name=doc.name,
		is_private=1,
		content=content,
	)
	file.flags.by_engine = True
	file.flags.ignore_duplicate_entry_error = True
	file.insert(ignore_permissions=True)
	return file.file_url, sha256(Path(file.get_full_path()).read_bytes())
