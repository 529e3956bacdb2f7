"""One repository for each port. Every query but one filters by guild; that one says why."""
