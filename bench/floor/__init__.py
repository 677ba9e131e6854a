"""What we are measured against: a bare view, and the least that Django does for a page of 50 rows when one is signed in."""
