"""How dates and times are written in each language (Django's FORMAT_MODULE_PATH)."""
