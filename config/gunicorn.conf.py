"""gunicorn: loopback only; two synchronous workers are what two cores carry (docs/开发手册.md has the figures)."""

import json
import os
from pathlib import Path

_settings = json.loads(Path("common_site_config.json").read_text())

bind = f"127.0.0.1:{os.environ.get('WEB_PORT') or _settings['webserver_port']}"
workers = int(os.environ.get("WEB_WORKERS", 2))
preload_app = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
timeout = 120
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
