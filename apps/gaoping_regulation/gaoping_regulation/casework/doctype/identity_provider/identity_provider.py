from frappe.model.document import Document

from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.portal.identity.oidc import is_safe


class IdentityProvider(Document):
	def validate(self):
		"""Keys and tokens travel by https alone; without `openid` there is no id_token."""
		self.issuer = (self.issuer or "").strip().rstrip("/")
		problems = []
		if not is_safe(self.issuer):
			problems.append(form_error("issuer", "签发方应以 https:// 开头（本机试用可以用 http://127.0.0.1），请改正。"))
		if "openid" not in (self.scopes or "").split():
			problems.append(form_error("scopes", "请求范围须含 openid，请补上。"))
		raise_form_errors(problems)
