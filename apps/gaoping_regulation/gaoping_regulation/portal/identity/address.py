"""Where an applicant is reached: his mobile number or his e-mail address, as he typed it and as it is stored."""

import re

from gaoping_regulation import validators
from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.portal import channels

# Domains of addresses that we made up ourselves, where nothing is ever delivered.
APPLICANT_DOMAIN = "applicant.invalid"
PROVIDER_DOMAIN = "idp.local"
MADE_UP = re.compile(r"@(?:[\w.-]+\.)?(?:invalid|local|localhost|test|example)$")
LONGEST = 140


def parse(text: str, field: str = "account") -> tuple[str, str]:
	"""(channel, address) of what somebody typed: 短信 for a mobile number, 电子邮件 for an address.

	Raises FormErrors that name the field for anything else.
	"""
	plain = re.sub(r"[\s-]", "", text or "") if "@" not in (text or "") else text.strip().lower()
	number = plain.removeprefix("+86")
	if re.fullmatch(r"\d+", number, re.ASCII):
		if validators.MOBILE.fullmatch(number):
			return channels.SMS, number
		raise_form_errors([form_error(field, "手机号不正确，应为11位，请重新填写。")])
	if len(plain) > LONGEST or not channels.is_address(plain) or MADE_UP.search(plain):
		raise_form_errors([form_error(field, "请填写11位手机号，或者能收信的邮箱地址。")])
	return channels.EMAIL, plain


def masked(address: str) -> str:
	"""138****8000, z***@example.cn: enough to know one's own."""
	if "@" in address:
		name, _, host = address.partition("@")
		return f"{name[:1]}***@{host}"
	return f"{address[:3]}****{address[-4:]}"
