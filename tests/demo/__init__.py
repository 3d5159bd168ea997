"""`make demo`: an application of every matter over HTTP; `make seed-demo`: a site full of cases, through the engine."""
