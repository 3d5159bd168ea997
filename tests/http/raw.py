"""A request byte for byte, for what a well-behaved client would not send."""

import socket
from urllib.parse import urlsplit


def raw(address: str, request_line: str, *headers: str, body: bytes = b"", seconds: int = 20) -> tuple[int, str]:
	"""Send a request as it is; returns the status and the whole answer."""
	host, port = urlsplit(address).hostname, urlsplit(address).port
	head = "\r\n".join([request_line, f"Host: {host}", "Connection: close", *headers, "", ""])
	with socket.create_connection((host, port), timeout=seconds) as connection:
		connection.sendall(head.encode("latin-1") + body)
		answer = b""
		while part := connection.recv(65536):
			answer += part
	return int(answer.split(b" ", 2)[1]), answer.decode("utf-8", "replace")
