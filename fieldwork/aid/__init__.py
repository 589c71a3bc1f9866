"""Aid recipients (bansos): lists by programme, matched to the roll, verified by RT."""
