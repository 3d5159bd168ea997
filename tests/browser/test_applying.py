"""Filling in an application in the browser: steps, checks, what survives a broken network, a lost session, a second device."""

import io
import json

import pytest
from PIL import Image

from tests import samples
from tests.browser.form import fill, fill_rows, in_sight, log_in_again, log_out_elsewhere, saved
from tests.browser.pages import DESKTOP, PHONE, Watched
from tests.client import PORTAL
from tests.http.story import STALL, People

SIZES = {"desktop": DESKTOP, "phone": PHONE}
ORIENTATION, QUARTER = 0x0112, 6


@pytest.fixture(params=SIZES)
def form(request, browser, server):
	"""An applicant's page, named by its size."""
	with Watched(browser, server, "applicant", SIZES[request.param]) as watched:
		watched.size = request.param
		yield watched


@pytest.fixture
def phone(browser, server):
	with Watched(browser, server, "applicant", PHONE) as watched:
		yield watched


@pytest.fixture
def people(server) -> People:
	return People(server)


def opened(watched, path: str = "/apply/XT") -> None:
	watched.open(path, ".step-nav a[aria-current]")


def now(page) -> str:
	return page.inner_text("#step-now")


def fits(page) -> bool:
	return page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def case_of(page) -> str:
	page.wait_for_url("**/apply/XT?case=*")
	return page.url.partition("case=")[2].partition("#")[0]


def test_step_by_step_with_the_servers_rules(form):
	page = form.page
	opened(form)
	steps = page.locator(".step-nav li:visible").count()
	assert now(page) == f"第 1 步，共 {steps} 步：办理类别" and steps > 5
	page.click("#continue")
	assert now(page).startswith("第 2 步") and page.evaluate("document.activeElement.textContent") == "申请人"
	page.fill("#f-applicant_name", "")
	page.click("#continue")
	page.locator("#errors").get_by_text("请填写“身份证号”").wait_for()
	form.shot(f"apply-missing-{form.size}")
	assert now(page).startswith("第 2 步")
	page.fill("#f-phone", "12345")
	page.fill("#f-address", "高平市")
	page.locator("#f-phone-err").get_by_text("电话号码不正确").wait_for()
	assert page.get_attribute("#f-phone", "aria-invalid") == "true"
	page.fill("#f-phone", "13835600111")
	page.locator("#f-phone-err").wait_for(state="hidden")
	values = samples.stall(611)
	fill(page, {name: values[name] for name in ("applicant_name", "gender", "id_no", "address")})
	page.press("#f-address", "Enter")
	page.get_by_text("第 3 步").wait_for()
	assert page.get_attribute(".step-nav a[href='#s-2']", "data-state") == "done"
	assert fits(page)
	page.go_back()
	page.get_by_text("第 2 步").wait_for()
	assert page.input_value("#f-applicant_name") == values["applicant_name"]
	page.click(".step-nav a[href='#finish']")
	page.locator("#summary").get_by_text("还没有填写").first.wait_for()
	form.shot(f"apply-summary-{form.size}")
	page.locator("#actions button").click()
	page.locator("#errors a").first.click()
	assert page.locator("#finish").is_hidden() and page.evaluate("document.activeElement.closest('[data-step]') !== null")
	assert fits(page) and form.problems == []


def test_a_cancellation_asks_what_it_needs(phone):
	opened(phone)
	phone.page.select_option("#f-category", "变更")
	assert phone.page.locator("#f-change_reason").is_visible()


def test_nothing_is_lost_when_the_network_breaks(phone):
	page = phone.page
	opened(phone)
	fill(page, {"applicant_name": "陈小雨", "phone": "13835600112"})
	page.click("#save")
	saved(page)
	case = case_of(page)
	phone.context.set_offline(True)
	page.locator("#banner").get_by_text("网络不通").wait_for()
	page.fill("#f-address", "高平市北城街道断网路1号")
	page.click(".step-nav a[href='#s-3']")
	page.fill("#f-trade_name", "断网早点")
	phone.shot("apply-offline-phone")
	assert "暂存在这台设备上" in page.inner_text("#banner")
	phone.context.set_offline(False)
	saved(page)
	page.locator("#banner").wait_for(state="hidden")
	values = values_of(phone, case)
	assert (values["address"], values["trade_name"]) == ("高平市北城街道断网路1号", "断网早点")


def values_of(watched, case: str) -> dict:
	answer = watched.context.request.get(f"{watched.address}/api/method/{PORTAL}case", params={"case": case})
	return answer.json()["message"]["values"]


def test_what_the_network_kept_back_is_there_when_the_page_is_opened_again(phone):
	page = phone.page
	opened(phone)
	fill(page, {"applicant_name": "陈小雪"})
	page.click("#save")
	saved(page)
	case = case_of(page)
	page.route(f"**/{PORTAL}save_draft", lambda route: route.abort())
	fill(page, {"address": "高平市北城街道关机路2号"})
	opened(phone, f"/apply/XT?case={case}")
	page.unroute(f"**/{PORTAL}save_draft")
	page.locator("#banner").get_by_text("已恢复").wait_for()
	assert page.input_value("#f-address") == "高平市北城街道关机路2号"
	page.click("#save")
	saved(page)
	assert values_of(phone, case)["address"] == "高平市北城街道关机路2号"


def test_nothing_is_lost_when_the_session_ends(phone, server):
	page = phone.page
	opened(phone)
	fill(page, {"applicant_name": "陈小雷"})
	page.click("#save")
	saved(page)
	case = case_of(page)
	# Another tab logs out, and clears what this browser keeps.
	log_out_elsewhere(phone)
	page.evaluate("localStorage.clear()")
	fill(page, {"address": "高平市北城街道退出路3号"})
	page.click("#save")
	page.locator("dialog[open]").get_by_text("登录已经失效").wait_for()
	phone.shot("apply-ended-phone")
	log_in_again(page, server.accounts["applicant"], f"/apply/XT?case={case}")
	page.locator("#banner").get_by_text("已恢复").wait_for()
	in_sight(page, "#f-address")
	assert page.input_value("#f-address") == "高平市北城街道退出路3号"


def test_another_account_in_the_same_browser_gets_nothing_of_it(phone, server):
	page = phone.page
	opened(phone)
	fill(page, {"applicant_name": "陈小霜"})
	other = server.accounts["applicant2"]
	phone.context.request.post(f"{phone.address}/api/method/login", form={"usr": other["user"], "pwd": other["password"]})
	page.click("#save")
	page.locator("#banner").get_by_text("另一个账号").wait_for()
	assert "陈小霜" not in json.dumps(server.as_("applicant2").portal("my_cases"), ensure_ascii=False)


def test_two_devices_do_not_overwrite_each_other(phone, people):
	page = phone.page
	opened(phone)
	fill(page, {"applicant_name": "陈小虹", "trade_name": "手机"})
	page.click("#save")
	saved(page)
	case = case_of(page)
	people.applicant.portal("save_draft", matter="XT", case=case, values={"trade_name": "电脑"})
	fill(page, {"trade_name": "手机再改"})
	page.click("#save")
	page.locator("#banner").get_by_text("和这里的内容不一样").wait_for()
	phone.shot("apply-conflict-phone")
	assert people.applicant.portal("case", case=case)["values"]["trade_name"] == "电脑"
	page.get_by_role("button", name="用这里的内容").click()
	saved(page)
	page.locator("#banner").wait_for(state="hidden")
	assert people.applicant.portal("case", case=case)["values"]["trade_name"] == "手机再改"


def test_rows_are_cards_that_fold_and_copy_on_a_phone(phone):
	page = phone.page
	opened(phone)
	row = samples.stall(612)["workers"][0]
	fill_rows(page, "workers", [row])
	page.click("[data-copy-row]")
	cards = page.locator("#f-workers [data-row]")
	assert cards.count() == 2 and "folded" in cards.nth(0).get_attribute("class")
	assert cards.nth(1).locator("[id$='-certificate_no']").input_value() == row["certificate_no"]
	page.locator("#f-workers").get_by_text("同一健康证明编号用于两人").first.wait_for(state="attached")
	cards.nth(0).locator("[data-fold-row]").click()
	assert cards.nth(0).locator("[id$='-worker_name']").is_visible()
	phone.shot("apply-cards-phone")
	assert fits(page) and phone.problems == []


def test_a_phones_photo_is_turned_and_cut_to_one_inch(phone, tmp_path):
	page = phone.page
	picture = Image.new("RGB", (2400, 1600), "#8ab4d8")
	picture.paste("#a01c14", (0, 0, 1200, 1600))
	exif = Image.Exif()
	exif[ORIENTATION] = QUARTER
	path = tmp_path / "IMG_0001.jpg"
	picture.save(path, "JPEG", exif=exif)
	opened(phone)
	fill(page, {"applicant_name": "陈小云"})
	in_sight(page, "#m-photo")
	page.set_input_files("#m-photo-file", path)
	frame = page.locator("dialog[open] canvas")
	frame.wait_for()
	page.fill("#crop-zoom", "150")
	frame.focus()
	page.keyboard.press("ArrowDown")
	phone.shot("apply-crop-phone")
	page.get_by_role("button", name="用这张照片").click()
	link = page.locator("#m-photo [data-file-link][href]")
	link.wait_for()
	sent = phone.context.request.get(phone.address + link.get_attribute("href")).body()
	image = Image.open(io.BytesIO(sent))
	assert image.size == (590, 826)
	top, bottom = image.getpixel((295, 60)), image.getpixel((295, 800))
	assert top[0] > 120 > top[2] and bottom[2] > 180, "the left half of a picture lying on its side is its upper one"
	assert phone.problems == []


def test_a_broken_upload_is_tried_again(phone, tmp_path):
	page = phone.page
	path = tmp_path / "身份证.png"
	path.write_bytes(samples.scan("one more ID copy"))
	opened(phone)
	fill(page, {"applicant_name": "陈小风"})
	page.click("#save")
	saved(page)
	in_sight(page, "#m-id_copy")
	page.route(f"**/{PORTAL}attach", lambda route: route.abort())
	page.set_input_files("#m-id_copy-file", path)
	page.locator("#m-id_copy-err").get_by_text("网络不通").wait_for()
	page.unroute(f"**/{PORTAL}attach")
	page.locator("#m-id_copy [data-retry]").click()
	page.locator("#m-id_copy [data-file-link][href]").wait_for()
	assert page.locator("#m-id_copy-err").is_hidden()


def test_earlier_particulars_are_taken_by_one_press(phone, people):
	people.applicant.portal("save_draft", matter="XD", values={"applicant_name": "陈大成", "gender": "男", "phone": "13835600999"})
	page = phone.page
	opened(phone)
	page.locator("#prefill button", has_text="陈大成").click()
	in_sight(page, "#f-applicant_name")
	assert page.input_value("#f-applicant_name") == "陈大成" and page.input_value("#f-gender") == "男"
	assert "已填入" in page.inner_text("#prefill")


def test_a_correction_opens_where_it_is_to_be_corrected(form, people):
	case = people.submitted()
	items = [{"code": "workers.1.certificate_no", "field": "从业人员第1行", "text": "证明编号看不清。"}, {"code": "photo", "field": "照片", "text": "照片不清楚。"}]
	people.reviewer.apply(STALL, case, "要求补正", details=json.dumps({"items": items}))
	page = form.page
	form.open(f"/cases/{case}", "#next-title")
	form.shot(f"case-correction-{form.size}")
	assert fits(page)
	page.locator("a[href$='#m-photo']").click()
	page.locator("#m-photo .mark").wait_for()
	page.goto(f"{form.address}/apply/XT?case={case}")
	page.locator("#f-workers .mark").wait_for()
	form.shot(f"apply-correction-{form.size}")
	assert page.locator(".step-nav a[data-state=wrong]").count() == 2
	assert fits(page) and form.problems == []
