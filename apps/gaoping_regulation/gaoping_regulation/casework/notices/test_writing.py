"""What a template prints, and where a notice goes."""

import frappe
import pytest

from gaoping_regulation.casework.notices import writing


def test_placeholders_are_replaced_and_nothing_is_evaluated():
	facts = {"办件编号": "140581-XT-1", "理由": "<b>{状态}</b>"}
	assert writing.fill("{办件编号}：{理由}{不存在}", facts) == "140581-XT-1：＜b＞{状态}＜/b＞"
	assert writing.fill("{0.__class__} {x!r}", facts) == ""
	assert writing.unknown("{事项} {姓名}") == ["姓名"]


@pytest.mark.parametrize(
	("address", "expected"),
	[
		("zhang@example.cn", True),
		("u1@applicant.invalid", False),
		("a@gaoping.local", False),
		("a@b", False),
		("a b@c.cn", False),
		("a@c.cn\nBcc: x@y.cn", False),
		("", False),
	],
)
def test_only_addresses_that_somebody_reads_get_mail(address, expected):
	assert writing.is_email(address) is expected


def test_the_address_agreed_to_comes_first():
	case = frappe._dict(phone="13835600001", e_delivery=1, e_delivery_to="13935600002")
	assert writing.mobile_of(case) == "13935600002"
	assert writing.mobile_of(frappe._dict(case, e_delivery=0)) == "13835600001"
	assert writing.address_of(frappe._dict(case, e_delivery_to="z@example.cn")) == "z@example.cn"


@pytest.mark.parametrize(("recipient", "shown"), [("13835601234", "138****1234"), ("zhang@example.cn", "z***@example.cn"), ("123", "***")])
def test_a_recipient_is_shown_masked(recipient, shown):
	assert writing.mask(recipient) == shown
