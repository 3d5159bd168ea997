from gaoping_regulation.casework import data_requests, privacy
from gaoping_regulation.portal import api, personal
from gaoping_regulation.portal.pages import require_login


def get_context(context):
	"""/my-data: what is kept about the account, to take along and to have corrected."""
	require_login()
	context.title = "我的信息"
	if context.is_staff:
		return
	context.account = personal.account(context.user)
	context.kinds = data_requests.KINDS
	context.requests = data_requests.of_user(context.user)
	context.consents = privacy.of_user(context.user)
	context.cases = [row for row in api.my_cases(page_length=100) if row["case_no"]]
	context.number_of_cases = len(personal.cases(context.user))
