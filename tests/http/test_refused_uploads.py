"""A file must be what its name says, whole, not too large, and for a material of one's own open case."""

import io

import pytest
from PIL import Image

from tests import samples
from tests.http.story import refusal

PHOTO, SCAN, PDF = samples.photo(), samples.scan("scan"), samples.pdf("page")
EXE = b"MZ\x90\x00" + b"\0" * 200 + b"PE\0\0" + b"\0" * 400
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = b"PK\x03\x04" + b"\0" * 100
NOT_THIS_KIND = "内容却不是这种文件，请检查后重新上传。"
ONLY = "请转换后再上传。"
BROKEN = "的图片已损坏，无法打开，请重新拍照或扫描。"


def bomb() -> bytes:
	"""A picture of 20,000 × 20,000 in a few kilobytes."""
	buffer = io.BytesIO()
	Image.new("1", (20_000, 20_000)).save(buffer, "PNG", optimize=True)
	return buffer.getvalue()


REFUSED = [
	("id_copy", "a.pdf", SCAN, NOT_THIS_KIND),
	("id_copy", "a.png", PHOTO, NOT_THIS_KIND),
	("id_copy", "a.jpg", PDF, NOT_THIS_KIND),
	("id_copy", "a.pdf.png", PDF, NOT_THIS_KIND),
	("id_copy", "a", SCAN, NOT_THIS_KIND),
	("id_copy", "a.html", SCAN, NOT_THIS_KIND),
	("id_copy", "a.png.exe", SCAN, NOT_THIS_KIND),
	("id_copy", "a.jpg", HTML, ONLY),
	("id_copy", "a.html", HTML, ONLY),
	("id_copy", "a.pdf", EXE, ONLY),
	("id_copy", "a.exe", EXE, ONLY),
	("id_copy", "a.svg", SVG, ONLY),
	("id_copy", "a.png", SVG, ONLY),
	("id_copy", "a.pdf", ZIP, ONLY),
	("id_copy", "a.docx", ZIP, ONLY),
	("id_copy", "a.pdf", b"plain text", ONLY),
	("id_copy", "a.pdf", HTML + PDF, ONLY),
	("photo", "a.pdf", PDF, ONLY),
	("id_copy", "a.jpg", PHOTO[: len(PHOTO) // 2], BROKEN),
	("id_copy", "a.png", SCAN[: len(SCAN) // 2], BROKEN),
	("id_copy", "a.jpg", PHOTO[:20] + b"\0" * 500, BROKEN),
	("id_copy", "a.png", SCAN[:60] + b"x" * 500, BROKEN),
	("id_copy", "a.pdf", b"", "的文件是空的，请重新选择文件。"),
	("id_copy", "a.pdf", PDF + b"\0" * 20 * 1024 * 1024, "超过 20 MB"),
	("photo", "a.jpg", PHOTO + b"\0" * 2 * 1024 * 1024, "照片超过 2 MB，请压缩后再上传。"),
	("id_copy", "a.png", bomb(), "的图片尺寸过大"),
	("no_such_material", "a.pdf", PDF, "没有这项材料，请从材料清单中选择。"),
]


@pytest.fixture(scope="module")
def draft(people) -> str:
	case = people.draft()
	people.applicant.attach(case, "photo", "a.jpg", PHOTO)
	return case


@pytest.mark.parametrize(("material", "name", "content", "message"), REFUSED, ids=[f"{row[0]}-{row[1]}-{row[3][:8]}" for row in REFUSED])
def test_a_file_that_is_not_what_it_should_be_is_refused(people, stored, draft, material, name, content, message):
	with stored.unchanged(draft), stored.as_many("File"):
		response = people.applicant.request(
			"POST",
			"/api/method/gaoping_regulation.portal.api.attach",
			data={"case": draft, "material": material, "signed": 1},
			files={"file": (name, content)},
		)
		assert response.status_code == 417, response.text
		(error,) = response.json()["errors"]
		assert message in error["message"] and error["table"] == "materials"
		assert error["field"] == (material if material != "no_such_material" else "material")


@pytest.mark.parametrize(
	("name", "content"),
	[
		("a.PNG", SCAN),
		("身份证 正面.jpeg", PHOTO),
		("../../etc/passwd.pdf", PDF),
		("a\0b.pdf", PDF),
		("x" * 300 + ".pdf", PDF),
		("<img src=x onerror=alert(1)>.pdf", PDF),
		("😀.pdf", PDF),
	],
	ids=lambda value: repr(value)[:40],
)
def test_a_files_own_name_is_shown_and_never_used(people, stored, name, content):
	case = people.draft()
	row = people.applicant.attach(case, "id_copy", name, content)
	assert row["status"] == "已上传" and "/" not in row["url"].removeprefix("/private/files/")
	page = people.applicant.request("GET", f"/apply/XT?case={case}")
	assert page.status_code == 200 and "<img src=x" not in page.text


def test_without_a_file_only_the_tick_of_one_that_is_there_is_renewed(people, stored, draft):
	with stored.unchanged(draft):
		refused = refusal(people.applicant.portal, "attach", case=draft, material="id_copy", signed=1)
		assert refused.status == 417 and "没有收到文件，请选择文件后再上传。" in refused.text


def test_what_a_photograph_tells_of_its_place_is_taken_out(people, stored, connected):
	exif = Image.Exif()
	exif[0x9286] = "home"
	exif[0x010F] = "SECRETMAKER"
	buffer = io.BytesIO()
	Image.new("RGB", (295, 413)).save(buffer, "JPEG", exif=exif)
	assert b"SECRETMAKER" in buffer.getvalue()
	case = people.draft()
	url = people.applicant.attach(case, "photo", "a.jpg", buffer.getvalue())["url"]
	assert b"SECRETMAKER" not in people.applicant.request("GET", url).content


@pytest.mark.parametrize("who", ["reviewer", "approver", "acceptor", "inspector", "business_admin", "Administrator"])
def test_staff_replace_no_material_in_any_state(people, stored, frozen_case, draft, who):
	# A draft on the portal is nobody else's business: staff are not even told that it is there.
	for case, words in ((frozen_case, "工作人员不能更换"), (draft, "")):
		with stored.unchanged(case), stored.as_many("File"):
			refused = refusal(getattr(people, who).attach, case, "photo", "a.jpg", samples.photo("#ff0000"))
			assert refused.status in (403, 404) and words in refused.text
			refused = refusal(getattr(people, who).portal, "attach", case=case, material="photo", signed=0)
			assert refused.status in (403, 404)


def test_the_applicant_replaces_nothing_once_it_is_submitted(people, stored, frozen_case):
	with stored.unchanged(frozen_case), stored.as_many("File"):
		refused = refusal(people.applicant.attach, frozen_case, "photo", "a.jpg", samples.photo("#00ff00"))
		assert refused.status == 403 and "现在不能更换材料" in refused.text


def test_the_frameworks_own_uploads_are_closed_to_applicants(people, stored, frozen_case):
	with stored.unchanged(frozen_case), stored.as_many("File"):
		for method in ("upload_file", "frappe.handler.upload_file", "frappe.client.attach_file", "uploadfile"):
			response = people.applicant.request(
				"POST",
				f"/api/method/{method}",
				data={"doctype": "Small Food Stall Filing", "docname": frozen_case, "is_private": 0},
				files={"file": ("a.pdf", PDF)},
			)
			assert response.status_code == 403
