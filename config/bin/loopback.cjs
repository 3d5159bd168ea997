// The framework's socket server listens on every interface and offers no setting for it: a listener
// without a host gets the loopback interface.
const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (port, ...rest) {
	if (/^\d+$/.test(String(port)) && typeof rest[0] !== "string") return listen.call(this, Number(port), "127.0.0.1", ...rest);
	return listen.call(this, port, ...rest);
};
