"""`python3 -m config.setup COMMAND`: only looks at Python's version, since an older one cannot even read the rest."""

import platform
import shutil
import sys

NEEDED = (3, 11)

if sys.version_info[:2] != NEEDED:
	wanted = "python%d.%d" % NEEDED
	found = shutil.which(wanted)
	sys.stderr.write(
		"\n\u2717 This is Python %s; the pinned packages are for %d.%d.\n\u2192 %s\n\n"
		% (
			platform.python_version(),
			NEEDED[0],
			NEEDED[1],
			"Run `make PYTHON=%s ...`." % found if found else "Install %s (Debian 12's own), then run `make PYTHON=%s ...`." % (wanted, wanted),
		)
	)
	sys.exit(1)

from .commands import main  # noqa: E402

main(sys.argv[1:])
