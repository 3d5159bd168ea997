from gaoping_regulation.portal import api
from gaoping_regulation.portal.identity import accounts, external, profiles
from gaoping_regulation.portal.pages import redirect, require_login


def get_context(context):
	"""/account: the applicant's own data, his company's colleagues, who acts for him and for whom he acts, how he logs in."""
	require_login()
	if context.is_staff:
		redirect("/app")
	context.title = "我的账号"
	context.update(api.profile())
	context.types, context.id_types = (profiles.PERSON, profiles.COMPANY), profiles.ID_TYPES
	context.is_company = context.profile.get("profile_type") == profiles.COMPANY
	context.number = accounts.masked_number(context.user)
	context.providers = external.providers()
	context.can_reset = profiles.has_address(context.user)
	context.matters = api.matters()
	titles = {matter["code"]: matter["title"] for matter in context.matters}
	for row in context.acting_for:
		row["links"] = [(code, titles[code]) for code in row["matters"] if code in titles]
