def get_context(context):
	"""A new password by one-time code; who is logged in may use it as well."""
	context.title = "重置密码"
