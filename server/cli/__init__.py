"""The commands of `liveroom-server`, one file each: `add_arguments(parser)` and `run(args)`."""
