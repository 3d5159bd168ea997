no_cache = 1


def get_context(context):
	context.http_status_code = 404
