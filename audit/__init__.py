"""Measures the built exhibition as a visitor meets it: `./dev audit`, written down in docs/quality.md."""
