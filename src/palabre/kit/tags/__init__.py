"""Components, in modules by subject."""
