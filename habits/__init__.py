"""The rules: values and `now` in, a decision out. No I/O, no clock."""
