from gaoping_regulation.portal import api


def get_context(context):
	"""/privacy: the text that applicants agree to, as it is in force."""
	context.title = "个人信息保护"
	context.notice = api.privacy_notice()
