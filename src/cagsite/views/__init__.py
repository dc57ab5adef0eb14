"""What templates may see: lazy views of the publishable exhibition, so that only what a template shows is read."""
