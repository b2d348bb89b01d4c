"""Who sits at the measured desk."""

LOGIN, PASSWORD = "sari", "a password of some length"
