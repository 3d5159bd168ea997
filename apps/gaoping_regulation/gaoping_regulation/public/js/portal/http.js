"use strict";

/* Calls to the server: the CSRF token, Chinese error messages, and whether the session has ended. */
(function (portal) {
	const API = "/api/method/gaoping_regulation.portal.api.";
	const BY_STATUS = {
		0: "网络不通，请检查网络后重试。",
		401: "登录已经失效，请重新登录。",
		403: "没有权限做这一步，或者登录已经失效。",
		404: "没有找到，请核对后重试。",
		409: "内容刚刚被别人改过，请刷新页面后再试。",
		413: "文件太大，不能超过 20 MB。",
		429: "操作太频繁，请过几分钟再试。",
	};

	class ApiError extends Error {
		constructor(status, body) {
			const said = spoken(body);
			super(said || BY_STATUS[status] || (status >= 500 ? "系统出错，请过几分钟再试。" : "没有成功，请核对后重试。"));
			this.status = status;
			this.said = said;
			this.errors = (body && body.errors) || [];
			this.ended = status === 401;
			this.token = (body && body.exc_type) === "CSRFTokenError" || status === 403;
		}
	}

	const isChinese = (text) => /[\u4e00-\u9fff]/.test(text || "");
	const withoutTags = (text) => new DOMParser().parseFromString(String(text), "text/html").body.textContent;

	/* The server's own words where they are Chinese; the framework's English ones say nothing to an applicant. */
	function spoken(body) {
		const said = [];
		if (body && typeof body.message === "string") said.push(body.message);
		try {
			for (const raw of JSON.parse((body && body._server_messages) || "[]")) said.push(JSON.parse(raw).message);
		} catch {
			/* Not the framework's format: the text by status serves. */
		}
		return [...new Set(said.map(withoutTags).filter(isChinese))].join(" ");
	}

	let session = null;

	/* One that could not be asked for (no network) is asked for again. */
	function freshSession() {
		const asked = get("session");
		session = asked;
		asked.catch(() => session === asked && (session = null));
		return asked;
	}

	/* A page's content belongs to who opened it: another account that logged in meanwhile sends nothing of it. */
	function requireSameUser(now) {
		if (!portal.user || portal.user === "Guest" || now.user === portal.user) return;
		const error = new ApiError(401);
		error.other = now.user !== "Guest";
		throw error;
	}

	async function token() {
		const now = await (session || freshSession());
		requireSameUser(now);
		return now.csrf_token || "";
	}

	async function get(name, args = {}) {
		return request(`${API}${name}?${new URLSearchParams(args)}`, { headers: { Accept: "application/json" } });
	}

	async function post(name, args = {}) {
		return withToken((csrf) => {
			const body = new FormData();
			for (const [key, value] of Object.entries(args)) {
				if (value !== null && value !== undefined) body.append(key, value);
			}
			const url = name.startsWith("/") ? name : API + name;
			return request(url, { method: "POST", body, headers: { Accept: "application/json", "X-Frappe-CSRF-Token": csrf } });
		});
	}

	/* Another log-in in this browser changes the token: ask for it once more before giving up. */
	async function withToken(send) {
		const used = await token();
		try {
			return await send(used);
		} catch (error) {
			if (!error.token) throw error;
			const now = await freshSession();
			requireSameUser(now);
			if (now.csrf_token === used) throw error;
			return send(now.csrf_token || "");
		}
	}

	async function request(url, options) {
		let response;
		try {
			response = await fetch(url, { credentials: "same-origin", ...options });
		} catch {
			throw new ApiError(0);
		}
		const body = await response.json().catch(() => null);
		if (!response.ok) throw new ApiError(response.status, body);
		return url.startsWith(API) ? body.message : body;
	}

	/* fetch cannot report how much of an upload is sent. */
	function upload(name, form, onProgress) {
		return withToken(
			(csrf) =>
				new Promise((resolve, reject) => {
					const xhr = new XMLHttpRequest();
					xhr.open("POST", API + name);
					xhr.setRequestHeader("X-Frappe-CSRF-Token", csrf);
					xhr.setRequestHeader("Accept", "application/json");
					xhr.responseType = "json";
					xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
					xhr.onerror = () => reject(new ApiError(0));
					xhr.onload = () =>
						xhr.status < 400 ? resolve(xhr.response.message) : reject(new ApiError(xhr.status, xhr.response));
					xhr.send(form);
				})
		);
	}

	portal.http = { get, post, upload };
})((window.portal = window.portal || {}));
