"""Where the CMS reads and writes: the git host of an exhibition, and the hosts that a browser may speak with for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from cagsite.model import Repository

Json = dict[str, Any]

_HOSTS = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
_PROGRAM = {"forgejo": "gitea"}
"""Forgejo answers as Gitea does."""
_FOLDERS = {"github": "api/v3", "gitlab": "api/v4", "gitea": "api/v1"}
"""Where a host of one's own answers programs."""
NOWHERE: Json = {"name": "github", "repo": "on-this-computer/exhibition", "auth_methods": ["token"]}
"""For a preview of an exhibition that names no repository: only the folder on this computer can be opened."""


def backend_of(repository: Repository | None) -> Json:
    """The setting of the CMS.

    Without a service or an application of one's own the CMS would sign in by a third party; so only a token is taken.
    """
    if repository is None:
        return NOWHERE
    name = _PROGRAM.get(repository.host, repository.host)
    found: Json = {"name": name, "repo": repository.name}
    if repository.branch:
        found["branch"] = repository.branch
    if repository.address:
        host = repository.address.rstrip("/")
        found["api_root"] = f"{host}/{_FOLDERS[name]}"
        if name != "github":
            found["base_url"] = host
    if name == "github" and repository.sign_in:
        return {**found, "base_url": repository.sign_in.rstrip("/")}
    if name != "github" and repository.client:
        return {**found, "app_id": repository.client, **({"auth_type": "pkce"} if name == "gitlab" else {})}
    return {**found, "auth_methods": ["token"]}


def origins(repository: Repository | None) -> tuple[str, ...]:
    """The hosts that the page speaks with: the git host alone."""
    if repository is None:
        return ()
    if repository.address is None:
        host = _HOSTS[repository.host]
        return ("https://api.github.com",) if repository.host == "github" else (host,)
    parts = urlsplit(repository.address)
    return (f"{parts.scheme}://{parts.netloc}",)
