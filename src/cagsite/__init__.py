"""cagsite: one folder of YAML and Markdown in, a complete multilingual exhibition out."""

__version__ = "0.1.0"
