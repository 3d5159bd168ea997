from gaoping_regulation.portal import api


def get_context(context):
	context.title = "网上办事"
	context.matters = api.matters()
