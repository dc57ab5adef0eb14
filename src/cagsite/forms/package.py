"""The CMS as npm publishes it: one file that a project keeps, checked, unpacked and kept from asking other hosts.

Decision 0009 says why it is not in the wheel. A newer version is a new VERSION and DIGEST here, and a look at what
`tests/test_admin.py` then says of the addresses in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import re
import tarfile
from collections.abc import Iterator, Mapping

VERSION = "0.221.1"
FILE = f"admin/sveltia-cms-{VERSION}.tgz"
"""Relative to the project."""
COMMAND = f"npm pack --pack-destination admin @sveltia/cms@{VERSION}"
"""Fetches it, in the project's folder."""
DIGEST = (
    "27e4288a4f6418c9362fbbcda4e42b9c3985462f8d07abf02747fae7b62db315"
    "87d0ff16612611452442da943f8c619b56533ffcf83f588826929b30aa8a3781"
)
"""SHA-512 of the file, as npm's own lists have it."""

_LOCALE = re.compile(r"`\.\./locales/([\w-]+)\.json`")
_NEEDLESS = (".map", ".png")
"""For those who look for its faults, and for maps."""
_STATUS = {
    "https://www.githubstatus.com/api/v2/status.json": {"status": {"indicator": "none"}},
    "https://status-api.hostedstatus.com/1.0/status/5b36dc6502d06804c08349f7": {
        "result": {"status_overall": {"status_code": 100}}
    },
}
"""What the program asks whether a git host is well; where that is not told, all is well."""
_SELF = "https://unpkg.com/@sveltia/cms"
"""Where it looks for a newer version of itself."""
_ELSEWHERE = ("https://unpkg.com/", "https://cdn.jsdelivr.net/")
"""From where it would load parts that this build does not have, for maps and pasted text, and fonts that it has."""


_ONE_VALUE = "[`image`,`file`,`string`]"
_KEEPING = {
    "if(!(n in r||a4(i,n))||!gPe(e)){if(!c||": (
        f"if(!(n in r)&&a4(i,n)&&{_ONE_VALUE}.includes(t.widget))return;if(!(n in r||a4(i,n))||!gPe(e)){{if(!c||"
    ),
    "t.some(e=>!Y0.test(e)&&!mI(r[e]))?i[e]=s:t.forEach(e=>{delete r[e]})": (
        "t.some(e=>!Y0.test(e)&&!mI(r[e]))?typeof s==`string`?t.forEach(e=>{i[e]=r[e],delete r[e]}):i[e]=s"
        ":t.forEach(e=>{delete r[e]})"
    ),
    "Object.keys(u).filter(e=>n.test(e)).sort((e,t)=>MO(e,t)).forEach(": (
        "let o=e=>n.test(e)?e:e.replace(/[.][^.]+$/,``);"
        f"Object.keys(u).filter(e=>n.test(e)||n.test(o(e))&&{_ONE_VALUE}.includes(t?.widget))"
        ".sort((e,t)=>MO(o(e),o(t))).forEach("
    ),
    "Object.keys(u).sort((e,t)=>MO(e,t)).forEach(e=>{r2({...m,key:e})}),Qk(d)": (
        "Object.keys(u).forEach(e=>{r2({...m,key:e})}),Qk(d)"
    ),
}
"""As published, a form drops what lies below a field of one value, such as a photo's files per language: when it is
opened, and when it is saved with that field left empty; and it sorts what it has no field for. In all four places."""


class OtherPackageError(Exception):
    """The file is not the one that was looked at."""


class ProgramChangedError(Exception):
    """A place that has to be changed is not in the program: a new version that nobody has looked through."""


def unpack(content: bytes) -> Mapping[str, bytes]:
    """The files that a browser needs, by their path below `cms/`; raises OtherPackageError."""
    if hashlib.sha512(content).hexdigest() != DIGEST:
        raise OtherPackageError
    return dict(sorted(_files(content)))


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as package:
        for member in package:
            name = member.name.removeprefix("package/")
            file = package.extractfile(member)
            if file is None:
                continue
            folder, base = posixpath.split(name)
            if name == "npm/index.js":
                yield base, patched(file.read().decode("utf-8")).encode("utf-8")
            elif folder in ("npm/assets", "npm/chunks") and not name.endswith(_NEEDLESS):
                yield name.removeprefix("npm/"), file.read()
            elif folder == "locales":
                yield f"{name.removesuffix('.json')}.js", _as_module(file.read())
            elif name == "LICENSE.txt":
                yield name, file.read()
    yield "package.json", json.dumps({"version": VERSION}).encode("ascii")


def _as_module(content: bytes) -> bytes:
    """Browsers import JSON only where the import says so, and the program's does not."""
    return b"export default " + content.strip() + b";\n"


def patched(script: str) -> str:
    """The program asking nobody but its own folder and the git host, and losing nothing; raises ProgramChangedError."""
    script, found = _LOCALE.subn(r"`./locales/\1.js`", script)
    if not found:
        raise ProgramChangedError("../locales/")
    for address, answer in _STATUS.items():
        script = _replaced(script, f"`{address}`", f"`data:application/json,{json.dumps(answer)}`")
    script = _replaced(script, f"`{_SELF}`", "`./cms`")
    for before, after in _KEEPING.items():
        script = _replaced(script, before, after)
    for address in _ELSEWHERE:
        script = _replaced(script, address, "./cms/not-here/")
    return script


def _replaced(script: str, before: str, after: str) -> str:
    if before not in script:
        raise ProgramChangedError(before)
    return script.replace(before, after)
