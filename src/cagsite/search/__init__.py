"""What visitors can look for: every text of a language, made small enough to be sent to whoever searches."""
