"""OpenID Connect with one provider: where to send a person, and what his id_token is worth.

Nothing is believed that is not signed: no userinfo, no e-mail. Rules: OpenID Connect Core 1.0, 3.1.3.7 (checks of an
id_token), RFC 7636 (PKCE), RFC 9700 (state, nonce, exact issuer).
"""

import hashlib
from base64 import urlsafe_b64encode
from urllib.parse import urlencode, urlsplit

import frappe
import jwt
import requests

from gaoping_regulation.engine.errors import refuse

# Asymmetric alone: with HS256 the public key, or the client's secret, would sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
TIMEOUT = (3, 7)
LARGEST = 200_000
LEEWAY = 20
METADATA_LIFE = 3600
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
REASONS = {
	jwt.ExpiredSignatureError: "登录凭证已过期",
	jwt.InvalidIssuerError: "登录凭证不是由该身份提供方签发",
	jwt.InvalidAudienceError: "登录凭证不是签发给本系统的",
	jwt.ImmatureSignatureError: "登录凭证尚未生效",
	jwt.MissingRequiredClaimError: "登录凭证内容不完整",
}


class IdentityRefused(frappe.ValidationError):
	"""The provider's answer does not prove who somebody is."""


def is_safe(address: str | None) -> bool:
	"""https, or http on this machine for trying out."""
	parts = urlsplit(address or "")
	return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def authorization_url(provider, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
	"""Where the browser goes to log in with the provider (code flow with PKCE)."""
	challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
	asked = {
		"response_type": "code",
		"client_id": provider.client_id,
		"redirect_uri": redirect_uri,
		"scope": provider.scopes,
		"state": state,
		"nonce": nonce,
		"code_challenge": challenge,
		"code_challenge_method": "S256",
	}
	endpoint = metadata(provider)["authorization_endpoint"]
	return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"


def metadata(provider) -> dict:
	"""The provider's published metadata, kept for an hour; its issuer is the configured one, letter for letter."""
	key = f"gaoping-idp-metadata:{provider.name}:{provider.issuer}"
	found = frappe.cache.get_value(key)
	if found is None:
		found = fetch("GET", f"{provider.issuer}/.well-known/openid-configuration")
		if found.get("issuer") != provider.issuer or not all(is_safe(found.get(name)) for name in ENDPOINTS):
			reject("身份提供方的元数据与设置不符", "metadata")
		frappe.cache.set_value(key, found, expires_in_sec=METADATA_LIFE)
	return found


def exchange(provider, code: str, verifier: str, redirect_uri: str) -> str:
	"""The id_token for an authorization code; raises IdentityRefused for a used or foreign code."""
	found = metadata(provider)
	body = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
	secret = provider.get_password("client_secret", raise_exception=False)
	methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
	basic = secret and "client_secret_basic" in methods
	if not basic:
		body |= {"client_id": provider.client_id, **({"client_secret": secret} if secret else {})}
	answer = fetch("POST", found["token_endpoint"], data=body, auth=(provider.client_id, secret) if basic else None)
	token = answer.get("id_token")
	if not isinstance(token, str):
		reject("身份提供方没有给出登录凭证", "no id_token")
	return token


def verified_claims(provider, token: str, nonce: str) -> dict:
	"""The claims of an id_token whose signature, issuer, audience, times and nonce hold; raises IdentityRefused."""
	try:
		claims = jwt.decode(
			token,
			signing_key(provider, token),
			algorithms=list(ALGORITHMS),
			audience=provider.client_id,
			issuer=provider.issuer,
			leeway=LEEWAY,
			options={"require": REQUIRED},
		)
	except (jwt.PyJWTError, ValueError, TypeError) as error:
		reason = next((text for kind, text in REASONS.items() if isinstance(error, kind)), "登录凭证的签名无效")
		reject(reason, f"{type(error).__name__}: {error}")
	audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
	if claims.get("azp", provider.client_id) != provider.client_id or (len(audience) > 1 and "azp" not in claims):
		reject("登录凭证不是签发给本系统的", "azp")
	if claims["nonce"] != nonce:
		reject("登录凭证不属于这次登录", "nonce")
	if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
		reject("登录凭证内容不完整", "sub")
	return claims


def signing_key(provider, token: str):
	"""The provider's key that the token names; published keys are fetched again when it names a new one."""
	header = jwt.get_unverified_header(token)
	for fresh in (False, True):
		keys = [row for row in published_keys(provider, fresh) if row.get("use", "sig") == "sig" and row.get("kty") in ("RSA", "EC")]
		named = [row for row in keys if row.get("kid") == header.get("kid")] if header.get("kid") else keys
		if len(named) == 1:
			return jwt.PyJWK(named[0], algorithm=header.get("alg") if header.get("alg") in ALGORITHMS else None).key
	raise jwt.InvalidKeyError("no such key")


def published_keys(provider, fresh: bool) -> list[dict]:
	key = f"gaoping-idp-keys:{provider.name}:{provider.issuer}"
	found = None if fresh else frappe.cache.get_value(key)
	if found is None:
		found = fetch("GET", metadata(provider)["jwks_uri"]).get("keys")
		found = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
		frappe.cache.set_value(key, found, expires_in_sec=METADATA_LIFE)
	return found


def fetch(verb: str, address: str, **options) -> dict:
	"""A JSON object from the provider; raises IdentityRefused where it does not answer with one."""
	try:
		answer = requests.request(verb, address, timeout=TIMEOUT, allow_redirects=False, headers={"Accept": "application/json"}, **options)
		found = answer.json() if answer.status_code == 200 and len(answer.content) <= LARGEST else None
	except (requests.RequestException, ValueError) as error:
		reject("暂时连接不上身份提供方", f"{urlsplit(address).path} {type(error).__name__}")
	if not isinstance(found, dict):
		reject("身份提供方没有接受这次登录", f"{urlsplit(address).path} {answer.status_code}")
	return found


def reject(reason: str, detail: str) -> None:
	"""Refuse in words for the person; the detail, which says nothing about him, goes to the log."""
	frappe.logger("identity").warning(f"refused: {detail}")
	refuse(f"{reason}，没有登录。请返回登录页重试；仍不成功的，可以用手机号验证码登录，或者到窗口办理。", IdentityRefused, "没有登录")
