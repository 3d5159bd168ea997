"""The public pages: headers, Chinese titles, and markup in a value that stays text on the page and in the PDF."""

import html
import re
import subprocess

import pytest

MARKUP = "<img src=x onerror=alert(1)>"
PAGES = (
	"/", "/login", "/login?by=code", "/signup", "/reset-password", "/idp", "/track", "/verify", "/register", "/figures", "/complain",
	"/matters/XT", "/privacy", "/no-such-page",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_chinese_and_carries_its_policy(guest, path):
	response = guest.request("GET", path)
	assert response.status_code == (404 if path == "/no-such-page" else 200)
	title = re.search(r"<title>(.*?)</title>", response.text).group(1)
	assert re.search(r"[一-鿿]{2,} - 高平市市场监督管理局", title)
	assert '<html lang="zh-CN">' in response.text
	if path != "/no-such-page":
		policy = response.headers["Content-Security-Policy"]
		assert "default-src 'none'" in policy and "unsafe-inline" not in policy and "frame-ancestors 'none'" in policy
		assert response.headers["X-Content-Type-Options"] == "nosniff"
		assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/cases", "/apply/XT", "/account"])
def test_a_members_page_carries_it_too(people, path):
	response = people.applicant.request("GET", path)
	assert response.status_code == 200
	assert "default-src 'none'" in response.headers["Content-Security-Policy"]
	assert "<script>" not in response.text and "onclick=" not in response.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_puts_nothing_of_its_address_into_its_text(guest, path):
	response = guest.request("GET", path, params={"code": MARKUP, "redirect-to": MARKUP, "case_no": MARKUP, "q": MARKUP})
	response = guest.request("GET", response.headers["Location"]) if response.status_code in (301, 302) else response
	assert "<img" not in response.text


NAMES = ("张<b>三</b>", f"张三{MARKUP}", "{{ 7*7 }}", "<script>alert(1)</script>张", "张&lt;三", "\"><svg onload=alert(1)>张")


@pytest.mark.parametrize("name", NAMES)
def test_markup_in_a_name_is_text_on_every_page(people, guest, stored, name):
	case = people.draft(name=name, trade_name=name)
	for path in (f"/cases/{case}", f"/apply/XT?case={case}", "/cases"):
		page = people.applicant.request("GET", path)
		assert page.status_code == 200
		assert not re.search(r"<(img|svg|b>三|script>alert)|onerror=(?!.*&gt;)", without_data(page.text)), path
		assert "49" not in re.sub(r"\d{3,}|[\d:-]+", "", page.text) or "7*7" not in name


def without_data(page: str) -> str:
	"""The page without the JSON that its scripts read, where a `<` is written as an escape."""
	data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
	if data:
		assert "<" not in data.group(1)
	return re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)


def test_markup_in_a_name_is_text_in_the_pdf_and_on_the_verification(people, guest, stored):
	case = people.decided(name=f"张三{MARKUP}", business_address=f"高平市长平街{MARKUP}1号")
	name = stored.value("Small Food Stall Filing", case, "applicant_name")
	card = next(row for row in people.printed(case) if row["kind"] == "card")
	content = people.applicant.portal("download", document=card["name"])
	text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
	assert "".join(name.split()) in "".join(text.split()), "the name is printed letter for letter"
	images = subprocess.run(["pdfimages", "-list", "-"], input=content, capture_output=True, check=True).stdout.decode()
	assert len(images.splitlines()) - 2 <= 3, "photo and QR, nothing that the name asks for"
	page = guest.request("GET", f"/verify/{card['verify_code']}").text
	assert "<img src=x" not in page and card["number"] in page
	shown = people.applicant.request("GET", f"/cases/{case}").text
	assert "<img src=x" not in shown and html.escape(name) in shown.replace("&#34;", "&quot;")


def test_a_case_page_shows_the_masked_number_only(people, stored):
	case = people.submitted()
	number = stored.value("Small Food Stall Filing", case, "id_no")
	page = people.applicant.request("GET", f"/cases/{case}").text
	assert number not in page and number[:6] + "********" + number[-4:] in page
