def get_context(context):
	"""Where the identity provider sends the browser back to: a page, as a GET changes nothing; its script posts the answer."""
	context.title = "身份核验"
