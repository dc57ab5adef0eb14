# The words of ./dev, for those who are used to make: `make test ARGS=--all` is `./dev test --all`.
VERBS = site serve editor test check audit golden bench lock

.PHONY: help $(VERBS)

help:
	@./dev help

$(VERBS):
	@./dev $@ $(ARGS)
