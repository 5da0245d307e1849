"""System checks for settings that are dangerous or missing in production."""
