"""The preview: builds at each change, serves the last good site on this computer, and tells the browser.

`loop` watches and builds in the main thread; `server` answers from `site`, which knows the last good build, and from
`board`, which knows what is wrong now. Nothing here decides what a site holds.
"""
