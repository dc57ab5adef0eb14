"""Taking somebody out of everything that is published, with a receipt.

`status` writes it into the content, `last_good` publishes what was good before where other content is broken, `told`
gathers by what one would be found, `search` and `layers` look for that in every byte, `mentions` in the texts that
stay, `receipt` says what is gone and what remains; `withdraw` is the whole as one function.
"""
