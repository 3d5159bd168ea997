"use strict";

/* Back from the identity provider: hands code and state to the server, once, and forgets them. */
(async function ({ http, ui }) {
	const answer = new URLSearchParams(location.search);
	// Neither the history nor a bookmark keeps them.
	history.replaceState(null, "", location.pathname);

	function fail(text) {
		ui.$("#idp-status").hidden = true;
		ui.$("#idp-back").hidden = false;
		const box = ui.$("#idp-error");
		box.hidden = false;
		box.textContent = text;
		box.focus();
	}

	const code = answer.get("code");
	const state = answer.get("state");
	if (!code || !state) return fail("身份核验没有完成，或者您取消了登录。请返回重试。");
	try {
		const done = await http.post("finish_identity", { code, state });
		if (done.linked) ui.flash(`已绑定${done.linked}，以后用它登录进入的就是这个账号。`);
		location.replace(done.target || "/cases");
	} catch (error) {
		fail(error.message);
	}
})(window.portal);
