"""One repository for each port. Every query but a few filters by guild; those few say why."""
