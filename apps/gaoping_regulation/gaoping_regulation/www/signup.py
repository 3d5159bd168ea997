from gaoping_regulation.portal.pages import redirect


def get_context(context):
	"""Sign-up for applicants; who is logged in has no need of it."""
	if context.signed_in:
		redirect("/cases")
	context.title = "注册"
