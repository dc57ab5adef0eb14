"""A folder inside the browser, which answers in the place of the one that a person would choose."""

from __future__ import annotations

GRANT = """
for (const name of ["queryPermission", "requestPermission"]) {
  FileSystemHandle.prototype[name] = async () => "granted";
}
window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("copy");
"""
"""A script for every page: nobody is there to choose a folder and to allow that it is written."""
FILL = """async (files) => {
  for (const [path, data] of files) {
    let folder = await navigator.storage.getDirectory();
    const parts = ["copy", ...path.split("/")];
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
    const target = await (await folder.getFileHandle(parts.at(-1), { create: true })).createWritable();
    await target.write(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)));
    await target.close();
  }
}"""
"""Writes files, given as paths and bytes in base64."""
READ = """async () => {
  const found = [];
  const walk = async (folder, path) => {
    for await (const [name, entry] of folder.entries()) {
      if (entry.kind === "directory") await walk(entry, path + name + "/");
      else {
        const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
        found.push([path + name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))]);
      }
    }
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("copy"), "");
  return found;
}"""
"""Every file, as FILL takes them."""
