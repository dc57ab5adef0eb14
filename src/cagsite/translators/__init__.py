"""For people who translate: what there is to translate, sent out as a gettext catalogue and taken back."""
